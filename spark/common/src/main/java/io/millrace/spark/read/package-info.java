/** The scan of a table: batch reads over ranges, and the way to the stream. */
package io.millrace.spark.read;
