package io.millrace.spark.write;

import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task tells the driver when its rows are in the table.
 *
 * @param refused how many rows went to the dead letters instead
 * @param keys the keys of its rows, when the table is to hold nothing else; else null
 */
record TaskWritten(long refused, KeyDigests keys) implements WriterCommitMessage {}
