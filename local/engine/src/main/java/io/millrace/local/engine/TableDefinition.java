package io.millrace.local.engine;

import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.Throughput;
import java.util.List;

/**
 * What is stored of a table.
 *
 * @param bounds the lowest place of each partition, ascending
 * @param stream null if it is off
 * @param shards those of the stream, closed ones included, parents before children
 * @param indexes the secondary indexes of the table
 * @param indexOf the table this is a secondary index of, or null
 * @param building whether it is an index that does not have all rows of its table yet
 */
record TableDefinition(
    long id,
    TableSchema schema,
    TableOptions options,
    Throughput reserved,
    long throughputMicros,
    boolean localTransactions,
    long creationMicros,
    Partitioning partitioning,
    List<byte[]> bounds,
    StreamDetails stream,
    List<ShardDefinition> shards,
    List<IndexSchema> indexes,
    String indexOf,
    boolean building) {

  TableDefinition {
    bounds = List.copyOf(bounds);
    shards = List.copyOf(shards);
    indexes = List.copyOf(indexes);
  }

  /** A table without a stream and without indexes. */
  TableDefinition(
      long id,
      TableSchema schema,
      TableOptions options,
      Throughput reserved,
      long creationMicros,
      boolean localTransactions,
      Partitioning partitioning,
      List<byte[]> bounds) {
    this(
        id,
        schema,
        options,
        reserved,
        creationMicros,
        localTransactions,
        creationMicros,
        partitioning,
        bounds,
        null,
        List.of(),
        List.of(),
        null,
        false);
  }

  TableDefinition withSchema(TableSchema newSchema) {
    Draft draft = new Draft(this);
    draft.schema = newSchema;
    return draft.done();
  }

  TableDefinition withOptions(TableOptions newOptions) {
    Draft draft = new Draft(this);
    draft.options = newOptions;
    return draft.done();
  }

  TableDefinition withThroughput(Throughput newReserved, long micros) {
    Draft draft = new Draft(this);
    draft.reserved = newReserved;
    draft.throughputMicros = micros;
    return draft.done();
  }

  TableDefinition withStream(StreamDetails newStream, List<ShardDefinition> newShards) {
    Draft draft = new Draft(this);
    draft.stream = newStream;
    draft.shards = newShards;
    return draft.done();
  }

  TableDefinition withShards(List<byte[]> newBounds, List<ShardDefinition> newShards) {
    Draft draft = new Draft(this);
    draft.bounds = newBounds;
    draft.shards = newShards;
    return draft.done();
  }

  TableDefinition withIndexes(List<IndexSchema> newIndexes) {
    Draft draft = new Draft(this);
    draft.indexes = newIndexes;
    return draft.done();
  }

  TableDefinition asIndexOf(String table, boolean isBuilding) {
    Draft draft = new Draft(this);
    draft.indexOf = table;
    draft.building = isBuilding;
    return draft.done();
  }

  private static final class Draft {
    private final TableDefinition before;
    private TableSchema schema;
    private TableOptions options;
    private Throughput reserved;
    private long throughputMicros;
    private List<byte[]> bounds;
    private StreamDetails stream;
    private List<ShardDefinition> shards;
    private List<IndexSchema> indexes;
    private String indexOf;
    private boolean building;

    Draft(TableDefinition before) {
      this.before = before;
      schema = before.schema;
      options = before.options;
      reserved = before.reserved;
      throughputMicros = before.throughputMicros;
      bounds = before.bounds;
      stream = before.stream;
      shards = before.shards;
      indexes = before.indexes;
      indexOf = before.indexOf;
      building = before.building;
    }

    TableDefinition done() {
      return new TableDefinition(
          before.id,
          schema,
          options,
          reserved,
          throughputMicros,
          before.localTransactions,
          before.creationMicros,
          before.partitioning,
          bounds,
          stream,
          shards,
          indexes,
          indexOf,
          building);
    }
  }
}
