/** Queries that are killed over and over again, in processes of their own; run by hand. */
package io.millrace.spark.crash;
