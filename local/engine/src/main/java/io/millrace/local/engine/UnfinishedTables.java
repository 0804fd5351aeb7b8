package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;

/**
 * Tables that are worth nothing before all their rows are there. Their names are stored before the
 * first is made, so that whoever opens the store after a crash removes what there is of them, and
 * none is taken for whole.
 */
final class UnfinishedTables {
  private final KeyValueStore store;
  private final Durability durability;

  UnfinishedTables(KeyValueStore store, Durability durability) {
    this.store = store;
    this.durability = durability;
  }

  /** From now on the tables are to be removed by whoever opens the store. */
  void begin(List<TableName> tables) {
    ByteWriter out = new ByteWriter(64 * tables.size() + 8);
    out.writeVarint(tables.size());
    for (TableName table : tables) {
      out.writeText(table.instance());
      out.writeText(table.table());
    }
    WriteBatch batch = new WriteBatch();
    batch.put(KeySpace.UNFINISHED, out.toByteArray());
    write(batch);
  }

  /** From now on the tables are to stay. */
  void end() {
    WriteBatch batch = new WriteBatch();
    batch.delete(KeySpace.UNFINISHED);
    write(batch);
  }

  /** The tables that are to be removed, there or not. */
  List<TableName> names() {
    List<TableName> names = new ArrayList<>();
    byte[] stored = store.get(KeySpace.UNFINISHED);
    if (stored != null) {
      ByteReader in = new ByteReader(stored, 0);
      for (long left = in.readVarint(); left > 0; left--) {
        names.add(
            new TableName(new String(in.readBlob(), UTF_8), new String(in.readBlob(), UTF_8)));
      }
    }
    return names;
  }

  /** Removes the tables with their indexes and changes, all at once. */
  void remove() {
    List<TableName> names = names();
    if (names.isEmpty()) {
      return;
    }
    WriteBatch batch = new WriteBatch();
    names.forEach(name -> remove(name.instance(), name.table(), batch));
    batch.delete(KeySpace.UNFINISHED);
    write(batch);
  }

  private void remove(String instance, String name, WriteBatch batch) {
    byte[] key = KeySpace.table(instance, name);
    byte[] stored = store.get(key);
    if (stored != null) {
      TableDefinition table = DefinitionCodec.decode(key, stored);
      Definitions.removeContents(batch, table);
      batch.delete(key);
      table.indexes().forEach(index -> remove(instance, index.name(), batch));
    }
  }

  private void write(WriteBatch batch) {
    store.write(batch, durability);
  }
}
