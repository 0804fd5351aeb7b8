package io.millrace.local.engine.schema;

import java.util.List;

/**
 * A table to make.
 *
 * @param partitions the ranges it is split into from the start; none leaves the choice to the
 *     engine, which spreads keys by their hash
 * @param localTransactions whether transactions within a partition key are allowed
 * @param indexes secondary indexes to make with it
 */
public record TableSpec(
    TableSchema schema,
    TableOptions options,
    StreamOptions stream,
    Throughput reserved,
    List<PartitionRange> partitions,
    boolean localTransactions,
    List<IndexSchema> indexes) {

  public TableSpec {
    partitions = List.copyOf(partitions);
    indexes = List.copyOf(indexes);
  }

  public TableSpec(
      TableSchema schema,
      TableOptions options,
      StreamOptions stream,
      Throughput reserved,
      List<PartitionRange> partitions,
      boolean localTransactions) {
    this(schema, options, stream, reserved, partitions, localTransactions, List.of());
  }

  /** A table with default options and no stream. */
  public static TableSpec of(TableSchema schema) {
    return new TableSpec(
        schema, TableOptions.DEFAULT, StreamOptions.OFF, Throughput.NONE, List.of(), false);
  }

  public TableSpec withOptions(TableOptions newOptions) {
    return new TableSpec(
        schema, newOptions, stream, reserved, partitions, localTransactions, indexes);
  }

  public TableSpec withStream(StreamOptions newStream) {
    return new TableSpec(
        schema, options, newStream, reserved, partitions, localTransactions, indexes);
  }

  public TableSpec withPartitions(List<PartitionRange> newPartitions) {
    return new TableSpec(
        schema, options, stream, reserved, newPartitions, localTransactions, indexes);
  }

  public TableSpec withLocalTransactions() {
    return new TableSpec(schema, options, stream, reserved, partitions, true, indexes);
  }

  public TableSpec withIndexes(List<IndexSchema> newIndexes) {
    return new TableSpec(
        schema, options, stream, reserved, partitions, localTransactions, newIndexes);
  }
}
