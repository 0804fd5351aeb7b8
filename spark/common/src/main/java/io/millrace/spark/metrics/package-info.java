/** The numbers that tasks count, as Spark shows them. */
package io.millrace.spark.metrics;
