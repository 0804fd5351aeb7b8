/** What Spark writes a stream's progress and state to, where that is the local disk. */
package io.millrace.spark.files;
