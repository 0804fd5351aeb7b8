/** Rows: from PlainBuffer straight into Spark's rows, and from Spark's rows to row changes. */
package io.millrace.spark.row;
