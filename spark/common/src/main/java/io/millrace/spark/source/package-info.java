/** What Spark meets first: the provider, its table, and the calls behind the SQL statements. */
package io.millrace.spark.source;
