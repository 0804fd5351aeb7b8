/** Columns: from {@code catalog} to Spark's types, and their agreement with the table's key. */
package io.millrace.spark.schema;
