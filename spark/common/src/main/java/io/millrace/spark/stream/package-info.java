/**
 * The micro-batch source. The tunnel tells the next token only after a read, so an offset says
 * where its batch begins, and each task claims where it ends before it emits a row; see {@link
 * io.millrace.spark.stream.BatchOffset} and {@link io.millrace.spark.stream.Claim}.
 */
package io.millrace.spark.stream;
