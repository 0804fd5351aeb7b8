package io.millrace.spark.sql;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A table that the batches of a stream are merged into. */
interface MergeTarget {

  /** Refuses a MERGE that rows with the columns of these cannot go through; does nothing else. */
  void check(Dataset<Row> source) throws InvalidStatementException;

  /** Merges a batch. Doing it again with the same batch must end in the same table. */
  void apply(Dataset<Row> batch);
}
