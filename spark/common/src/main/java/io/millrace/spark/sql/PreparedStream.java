package io.millrace.spark.sql;

import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * A stream that passed every check and is not started: nothing was written.
 *
 * @param rows the query's result, in the form of the table that is written unless it is merged
 * @param merge what the batches are merged with; empty when they are inserted
 */
record PreparedStream(
    String name,
    Dataset<Row> rows,
    TableAccess sink,
    Optional<MergeTarget> merge,
    StreamOptions options,
    StreamCheckpoint checkpoint) {

  StreamingQuery start(SparkSession session) throws InvalidStatementException {
    return new StreamStart(session, name, options, checkpoint).start(rows, sink, merge);
  }
}
