/** The sink: rows by key, written in batches, each acknowledged before its task ends. */
package io.millrace.spark.write;
