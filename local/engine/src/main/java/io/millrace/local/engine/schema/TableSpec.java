package io.millrace.local.engine.schema;

import java.util.List;

/**
 * A table to make.
 *
 * @param partitions the ranges it is split into from the start; none leaves the choice to the
 *     engine, which spreads keys by their hash
 * @param localTransactions whether transactions within a partition key are allowed
 */
public record TableSpec(
    TableSchema schema,
    TableOptions options,
    StreamOptions stream,
    Throughput reserved,
    List<PartitionRange> partitions,
    boolean localTransactions) {

  public TableSpec {
    partitions = List.copyOf(partitions);
  }

  /** A table with default options and no stream. */
  public static TableSpec of(TableSchema schema) {
    return new TableSpec(
        schema, TableOptions.DEFAULT, StreamOptions.OFF, Throughput.NONE, List.of(), false);
  }

  public TableSpec withOptions(TableOptions newOptions) {
    return new TableSpec(schema, newOptions, stream, reserved, partitions, localTransactions);
  }

  public TableSpec withStream(StreamOptions newStream) {
    return new TableSpec(schema, options, newStream, reserved, partitions, localTransactions);
  }

  public TableSpec withPartitions(List<PartitionRange> newPartitions) {
    return new TableSpec(schema, options, stream, reserved, newPartitions, localTransactions);
  }

  public TableSpec withLocalTransactions() {
    return new TableSpec(schema, options, stream, reserved, partitions, true);
  }
}
