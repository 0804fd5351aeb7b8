package io.millrace.local.engine;

import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.TableDescription;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table in use. The definition is replaced as a whole, under the committer's lock; readers see
 * the old or the new one.
 */
final class Table {

  /** A row that takes much less than a millisecond to read and to write again. */
  private static final int SMALL_ROW = 64 << 10;

  private final KeyCodec keys;
  private volatile TableDefinition definition;
  private volatile ShardMap shards;
  private volatile List<Table> indexes = List.of();
  private volatile Table indexed;
  private volatile boolean deleted;
  private volatile boolean largeRows;

  /** Makes a table whose shards' newest stamps are known to {@code lastStamps}. */
  Table(TableDefinition definition, LastStamps lastStamps) {
    this.keys = new KeyCodec(definition.id(), definition.schema().key());
    define(definition, lastStamps);
  }

  /** Tells the newest stamp of a shard that was not in use before. */
  interface LastStamps {
    long of(ShardDefinition shard);
  }

  /** Replaces the definition; shards that stay keep their stamps. */
  void define(TableDefinition newDefinition, LastStamps lastStamps) {
    Map<Long, ShardLog> known = new HashMap<>();
    if (shards != null) {
      shards.all().forEach(shard -> known.put(shard.definition().number(), shard));
    }
    List<ShardLog> all = new ArrayList<>();
    for (ShardDefinition shard : newDefinition.shards()) {
      ShardLog before = known.get(shard.number());
      all.add(new ShardLog(shard, before == null ? lastStamps.of(shard) : before.lastStamp()));
    }
    shards = newDefinition.stream() == null ? null : new ShardMap(newDefinition, all);
    definition = newDefinition;
  }

  TableDefinition definition() {
    return definition;
  }

  TableSchema schema() {
    return definition.schema();
  }

  /** Returns the table's options; an index has those of its table. */
  TableOptions options() {
    Table main = indexed;
    return main == null ? definition.options() : main.definition.options();
  }

  /** Tells the table its indexes, and them their table. */
  void link(List<Table> newIndexes) {
    indexes = List.copyOf(newIndexes);
    indexes.forEach(index -> index.indexed = this);
  }

  /** Returns the tables that are secondary indexes of this one. */
  List<Table> indexes() {
    return indexes;
  }

  boolean isIndex() {
    return definition.indexOf() != null;
  }

  KeyCodec keys() {
    return keys;
  }

  /** Returns the shards of the stream, or null if it is off. */
  ShardMap shards() {
    return shards;
  }

  /** Takes note of the size of a row that is written. */
  void noteRow(int bytes) {
    if (bytes > SMALL_ROW && !largeRows) {
      largeRows = true;
    }
  }

  /** Takes note that there may be rows of any size. */
  void assumeLargeRows() {
    largeRows = true;
  }

  /** Tells whether some row is or was so large that reading it takes a while. */
  boolean hasLargeRows() {
    return largeRows;
  }

  TableDescription describe() {
    TableDefinition table = definition;
    return new TableDescription(
        table.id(),
        table.schema(),
        options(),
        Optional.ofNullable(table.stream()),
        table.reserved(),
        table.throughputMicros(),
        SplitPoints.of(table),
        table.localTransactions(),
        table.creationMicros(),
        table.indexes());
  }

  boolean deleted() {
    return deleted;
  }

  void markDeleted() {
    deleted = true;
  }

  /** Refuses a key whose columns are not those of the table, in its order. */
  void checkKey(PrimaryKey key) {
    List<KeyColumn> columns = definition.schema().key();
    if (key.size() != columns.size()) {
      throw RowErrors.primaryKeySize(key.size(), columns.size());
    }
    for (int i = 0; i < columns.size(); i++) {
      checkColumn(key, i);
    }
  }

  /** Refuses a column that is not that of the table at its place. */
  void checkColumn(PrimaryKey key, int i) {
    KeyColumn column = definition.schema().key().get(i);
    if (!key.name(i).equals(column.name())) {
      throw RowErrors.primaryKeyName(key.name(i), column.name());
    }
    Value value = key.value(i);
    if (value.type() != column.type()
        && !value.type().isInfinite()
        && !(value.type() == ValueType.AUTO_INCREMENT && column.autoIncrement())) {
      throw RowErrors.primaryKeyType(value.type(), column.type());
    }
  }
}
