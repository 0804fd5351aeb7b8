package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at everything the engine keeps in a store: definitions, rows, change logs, index entries,
 * and that they agree with each other. It sees the store as it was when it began.
 */
final class Inspection {

  private final Snapshot store;
  private final long nowMicros;
  private final Consumer<Problem> problems;
  private final Map<Long, Located> tables = new LinkedHashMap<>();
  private final Set<Long> shards = new HashSet<>();
  private long rows;
  private long records;

  private Inspection(Snapshot store, long nowMicros, Consumer<Problem> problems) {
    this.store = store;
    this.nowMicros = nowMicros;
    this.problems = problems;
  }

  /** A table and where it is. */
  record Located(String instance, TableDefinition definition) {
    String name() {
      return definition.schema().name();
    }

    @Override
    public String toString() {
      return (definition.indexOf() == null ? "table '" : "index '")
          + name()
          + "' of instance '"
          + instance
          + "'";
    }

    byte[] key() {
      return KeySpace.table(instance, name());
    }
  }

  /** How much was looked at. */
  record Extent(Map<Long, Located> tables, long rows, long records) {}

  /**
   * Looks at a store.
   *
   * @param nowMicros the time, for what is expired
   * @param problems takes what is found, as it is found
   */
  static Extent run(KeyValueStore store, long nowMicros, Consumer<Problem> problems) {
    try (Snapshot snapshot = store.snapshot()) {
      Inspection inspection = new Inspection(snapshot, nowMicros, problems);
      inspection.definitions();
      inspection.strangers();
      inspection.contents();
      new SnapshotInspection(snapshot, problems).run();
      return new Extent(inspection.tables, inspection.rows, inspection.records);
    }
  }

  private void definitions() {
    Set<String> instances = new HashSet<>();
    forEach(KeySpace.instances(), (key, value) -> instances.add(KeySpace.instanceName(key)));
    forEach(KeySpace.allTables(), (key, value) -> definition(instances, key, value));
    Map<String, Located> byName = new HashMap<>();
    tables.values().forEach(table -> byName.put(table.instance() + "/" + table.name(), table));
    List.copyOf(tables.values()).forEach(table -> links(table, byName));
    long highest = 0;
    for (Located table : tables.values()) {
      highest = Math.max(highest, table.definition().id());
      for (ShardDefinition shard : table.definition().shards()) {
        highest = Math.max(highest, shard.number());
        shards.add(shard.number());
      }
    }
    numbers(highest);
  }

  private void definition(Set<String> instances, byte[] key, byte[] value) {
    String instance = KeySpace.instanceOfTable(key);
    TableDefinition definition;
    try {
      definition = DefinitionCodec.decode(value);
      if (!Arrays.equals(KeySpace.table(instance, definition.schema().name()), key)) {
        throw new IllegalStateException("it names another table");
      }
    } catch (RuntimeException e) {
      problems.accept(
          new Problem(
              "The definition of table '%s' of instance '%s' cannot be read (%s)."
                  .formatted(KeySpace.nameOfTable(key), instance, e),
              "The table was removed with its rows.",
              batch -> batch.delete(key)));
      return;
    }
    Located table = new Located(instance, definition);
    tables.put(definition.id(), table);
    if (instances.add(instance)) {
      problems.accept(
          new Problem(
              "Instance '%s' is missing, but has %s.".formatted(instance, table),
              "The instance was made again.",
              batch -> batch.put(KeySpace.instance(instance), KeySpace.ofLong(nowMicros))));
    }
  }

  /** Looks whether each index has its table and each table its indexes. */
  private void links(Located table, Map<String, Located> byName) {
    TableDefinition definition = table.definition();
    String main = definition.indexOf();
    if (main != null) {
      Located of = byName.get(table.instance() + "/" + main);
      if (of == null
          || of.definition().indexes().stream().noneMatch(i -> i.name().equals(table.name()))) {
        tables.remove(definition.id());
        problems.accept(
            new Problem(
                "The %s has no table '%s' that knows it.".formatted(table, main),
                "The index was removed.",
                batch -> batch.delete(table.key())));
      }
      return;
    }
    var known =
        definition.indexes().stream()
            .filter(index -> byName.containsKey(table.instance() + "/" + index.name()))
            .toList();
    if (known.size() < definition.indexes().size()) {
      problems.accept(
          new Problem(
              "The %s names an index that is not there.".formatted(table),
              "The index was forgotten.",
              batch ->
                  batch.put(table.key(), DefinitionCodec.encode(definition.withIndexes(known)))));
    }
  }

  private void numbers(long highest) {
    byte[] next = store.get(KeySpace.NEXT_ID);
    if (highest > 0 && (next == null || KeySpace.toLong(next) <= highest)) {
      problems.accept(
          new Problem(
              "The counter of tables stands below a table that is there.",
              "The counter was set anew.",
              batch -> batch.put(KeySpace.NEXT_ID, KeySpace.ofLong(highest + 1))));
    }
  }

  /** Looks for contents of tables and logs that are not there. */
  private void strangers() {
    strangers(KeySpace.allRows(), tables.keySet(), "rows of a table", "rows");
    strangers(KeySpace.allSegments(), shards, "changes of a stream", "changes");
  }

  private void strangers(byte[] space, Set<Long> known, String whose, String what) {
    byte[] from = space;
    byte[] end = KeySpace.after(space);
    while (from != null) {
      byte[] prefix;
      try (Cursor cursor = store.ascending(from, end)) {
        if (!cursor.next()) {
          return;
        }
        prefix = Arrays.copyOf(cursor.key(), KeySpace.ROW_PREFIX_LENGTH);
      }
      if (!known.contains(KeySpace.number(prefix))) {
        problems.accept(
            new Problem(
                "There are %s that is not there (number %d)."
                    .formatted(whose, KeySpace.number(prefix)),
                "The %s were removed.".formatted(what),
                batch -> batch.deleteRange(prefix, KeySpace.after(prefix))));
      }
      from = KeySpace.after(prefix);
    }
  }

  private void contents() {
    for (Located table : tables.values()) {
      TableInspection inspection = new TableInspection(store, table, nowMicros, problems);
      inspection.run();
      rows += inspection.rows();
      records += inspection.records();
      for (Located index : indexesOf(table)) {
        new IndexInspection(store, table, index, problems).run();
      }
    }
  }

  private List<Located> indexesOf(Located table) {
    List<Located> indexes = new ArrayList<>();
    for (Located other : tables.values()) {
      if (table.name().equals(other.definition().indexOf())
          && other.instance().equals(table.instance())
          && !other.definition().building()) {
        indexes.add(other);
      }
    }
    return indexes;
  }

  private interface Entry {
    void accept(byte[] key, byte[] value);
  }

  private void forEach(byte[] prefix, Entry entry) {
    try (Cursor cursor = store.ascending(prefix, KeySpace.after(prefix))) {
      while (cursor.next()) {
        entry.accept(cursor.key(), cursor.value());
      }
    }
  }
}
