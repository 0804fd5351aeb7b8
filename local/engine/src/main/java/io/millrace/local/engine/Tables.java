package io.millrace.local.engine;

import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.WriteBatch;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.SchemaErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.StreamErrors;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/** The tables and indexes of one instance, and how they come, change and go. */
final class Tables {

  private final String instance;
  private final EngineContext engine;
  private final Map<String, Table> byName = new ConcurrentSkipListMap<>();
  private volatile boolean dropped;

  Tables(String instance, EngineContext engine) {
    this.instance = instance;
    this.engine = engine;
  }

  Collection<Table> all() {
    return byName.values();
  }

  /** Returns indexes before tables, so that who deletes all that is listed finds each. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    List<String> tables = new ArrayList<>();
    byName.forEach((name, table) -> (table.isIndex() ? names : tables).add(name));
    names.addAll(tables);
    return names;
  }

  /** Returns a table or an index. */
  Table get(String name) {
    Names.checkTable(name);
    Table table = byName.get(name);
    if (table == null) {
      throw ServiceErrors.tableNotExist();
    }
    return table;
  }

  /** Tells whether a table, if there is one of the name, has or had large rows. */
  boolean hasLargeRows(String name) {
    Table table = byName.get(name);
    return table != null && table.hasLargeRows();
  }

  /** Returns a table or an index that has all its entries. */
  Table readable(String name) {
    Table table = get(name);
    if (table.definition().building()) {
      throw SchemaErrors.indexBuilding();
    }
    return table;
  }

  Table ofStream(String streamId) {
    for (Table table : byName.values()) {
      StreamDetails stream = table.definition().stream();
      if (stream != null && stream.streamId().equals(streamId)) {
        return table;
      }
    }
    throw StreamErrors.streamNotExist();
  }

  void create(TableSpec spec) {
    SpecCheck.check(spec);
    engine
        .committer()
        .redefine(
            (batch, now) -> {
              Set<String> names = new HashSet<>(Set.of(spec.schema().name()));
              checkNew(spec.schema().name(), 1 + spec.indexes().size());
              Definitions.Numbers numbers = engine.definitions().numbers();
              TableDefinition made = engine.definitions().create(numbers, spec, now);
              List<TableDefinition> indexes = new ArrayList<>();
              for (IndexSchema index : spec.indexes()) {
                checkNew(index.name(), 0);
                if (!names.add(index.name())) {
                  throw ServiceErrors.tableAlreadyExists();
                }
                indexes.add(engine.definitions().createIndex(numbers, made, index, false, now));
              }
              numbers.save(batch);
              save(batch, made);
              indexes.forEach(index -> save(batch, index));
              return () -> {
                add(made);
                indexes.forEach(this::add);
                link();
                return null;
              };
            });
  }

  void update(String name, TableChange change) {
    Names.checkTable(name);
    SpecCheck.check(change);
    redefine(
        name,
        (batch, table, now) -> {
          TableDefinition changed =
              engine.definitions().change(batch, table.definition(), change, now);
          if (!changed.indexes().isEmpty()) {
            IndexCheck.checkOptions(changed.options());
          }
          noteVersions(batch, table, changed.options(), now);
          return changed;
        });
  }

  /** Notes after which change, if there was one, the log leads to the versions that are kept. */
  private static void noteVersions(
      WriteBatch batch, Table table, TableOptions changed, long nowMicros) {
    TableOptions before = table.definition().options();
    if (before.maxVersions() == changed.maxVersions()
        && before.timeToLive() == changed.timeToLive()) {
      return;
    }
    long stamp = nowMicros;
    if (table.shards() != null) {
      for (ShardLog shard : table.shards().all()) {
        stamp = Math.max(stamp, shard.lastStamp());
      }
    }
    batch.put(KeySpace.versionsChanged(table.definition().id()), KeySpace.ofLong(stamp));
  }

  /** Removes a table and its indexes, or an index. */
  void delete(String name) {
    String indexed = get(name).definition().indexOf();
    if (indexed != null) {
      dropIndex(indexed, name);
      return;
    }
    engine
        .committer()
        .redefine(
            (batch, now) -> {
              Table table = main(name);
              List<Table> gone = new ArrayList<>(table.indexes());
              gone.add(table);
              gone.forEach(each -> remove(batch, each));
              return () -> {
                gone.forEach(this::forget);
                return null;
              };
            });
  }

  /** Makes an index; it can be read when this returns. */
  void createIndex(String name, IndexSchema index, boolean withRowsOfNow) {
    Names.checkTable(name);
    IndexCheck.checkForm(index);
    Table made =
        engine
            .committer()
            .redefine(
                (batch, now) -> {
                  Table table = main(name);
                  TableDefinition before = table.definition();
                  IndexCheck.check(index, before.schema(), before.options());
                  checkNew(index.name(), 1);
                  if (before.indexes().size() == IndexCheck.INDEXES_PER_TABLE) {
                    throw SchemaErrors.indexQuota(IndexCheck.INDEXES_PER_TABLE);
                  }
                  Definitions.Numbers numbers = engine.definitions().numbers();
                  TableDefinition definition =
                      engine.definitions().createIndex(numbers, before, index, withRowsOfNow, now);
                  List<IndexSchema> indexes = new ArrayList<>(before.indexes());
                  indexes.add(index);
                  TableDefinition changed = before.withIndexes(indexes);
                  numbers.save(batch);
                  save(batch, definition);
                  save(batch, changed);
                  return () -> {
                    Table added = add(definition);
                    table.define(changed, engine.log()::lastStamp);
                    link();
                    return added;
                  };
                });
    build(made);
  }

  void dropIndex(String name, String indexName) {
    engine
        .committer()
        .redefine(
            (batch, now) -> {
              Table table = main(name);
              Table index = get(indexName);
              if (!name.equals(index.definition().indexOf())) {
                throw ServiceErrors.tableNotExist();
              }
              TableDefinition changed =
                  table
                      .definition()
                      .withIndexes(
                          table.definition().indexes().stream()
                              .filter(each -> !each.name().equals(indexName))
                              .toList());
              remove(batch, index);
              save(batch, changed);
              return () -> {
                forget(index);
                table.define(changed, engine.log()::lastStamp);
                link();
                return null;
              };
            });
  }

  void addDefinedColumns(String name, List<DefinedColumn> columns) {
    redefine(
        name,
        (batch, table, now) -> {
          TableSchema before = table.schema();
          List<DefinedColumn> all = new ArrayList<>(before.definedColumns());
          all.addAll(columns);
          TableSchema after = new TableSchema(before.name(), before.key(), all);
          SpecCheck.checkSchema(after);
          return table.definition().withSchema(after);
        });
  }

  void deleteDefinedColumns(String name, List<String> columns) {
    redefine(
        name,
        (batch, table, now) -> {
          TableSchema before = table.schema();
          List<DefinedColumn> rest = new ArrayList<>(before.definedColumns());
          for (String column : columns) {
            if (!rest.removeIf(each -> each.name().equals(column))) {
              throw SchemaErrors.columnNotExist(column);
            }
            for (IndexSchema index : table.definition().indexes()) {
              if (index.key().contains(column) || index.columns().contains(column)) {
                throw ServiceErrors.parameterInvalid(
                    "Defined column '%s' is used by index '%s': drop the index first."
                        .formatted(column, index.name()));
              }
            }
          }
          return table.definition().withSchema(new TableSchema(before.name(), before.key(), rest));
        });
  }

  /** Works out what a table becomes, and adds to the batch what else that needs. */
  interface Change {
    TableDefinition apply(WriteBatch batch, Table table, long nowMicros);
  }

  /** Changes the definition of a table. */
  void redefine(String name, Change change) {
    engine
        .committer()
        .redefine(
            (batch, now) -> {
              Table table = main(name);
              TableDefinition changed = change.apply(batch, table, now);
              save(batch, changed);
              return () -> {
                table.define(changed, engine.log()::lastStamp);
                return null;
              };
            });
  }

  /** Takes over a table that the store has; {@link #finishRestore} follows. */
  void restore(TableDefinition definition) {
    add(definition).assumeLargeRows();
  }

  /** Ends what a crash may have cut short. */
  void finishRestore() {
    link();
    for (Table table : List.copyOf(byName.values())) {
      build(table);
    }
  }

  /** Adds the removal of everything to a batch. */
  Committer.After<Void> removeAll(WriteBatch batch) {
    byName.values().forEach(table -> remove(batch, table));
    return () -> {
      end();
      return null;
    };
  }

  /** Lets nobody find a table any more. */
  void end() {
    dropped = true;
    List.copyOf(byName.values()).forEach(this::forget);
  }

  private void build(Table index) {
    if (!index.definition().building()) {
      return;
    }
    String mainName = index.definition().indexOf();
    new IndexBuilder(engine.store(), engine.committer()).build(get(mainName), index);
    engine
        .committer()
        .redefine(
            (batch, now) -> {
              if (index.deleted()) {
                return () -> null;
              }
              TableDefinition built = index.definition().asIndexOf(mainName, false);
              save(batch, built);
              return () -> {
                index.define(built, engine.log()::lastStamp);
                return null;
              };
            });
  }

  private void checkNew(String name, int tables) {
    if (dropped) {
      throw ServiceErrors.instanceNotFound();
    }
    if (byName.containsKey(name)) {
      throw ServiceErrors.tableAlreadyExists();
    }
    if (byName.size() + tables > Limits.TABLES_PER_INSTANCE) {
      throw ServiceErrors.tableQuotaExhausted();
    }
  }

  /** Returns a table that is not an index. */
  private Table main(String name) {
    Table table = get(name);
    if (table.definition().indexOf() != null) {
      throw ServiceErrors.parameterInvalid(
          "'%s' is an index of table '%s': change the table, or drop the index."
              .formatted(name, table.definition().indexOf()));
    }
    return table;
  }

  private Table add(TableDefinition definition) {
    Table table = new Table(definition, engine.log()::lastStamp);
    byName.put(definition.schema().name(), table);
    return table;
  }

  /** Lets each table know its indexes, and each index its table. */
  private void link() {
    for (Table table : byName.values()) {
      table.link(
          table.definition().indexes().stream().map(index -> byName.get(index.name())).toList());
    }
  }

  private void remove(WriteBatch batch, Table table) {
    Definitions.removeContents(batch, table.definition());
    batch.delete(KeySpace.table(instance, table.schema().name()));
  }

  private void forget(Table table) {
    table.markDeleted();
    byName.remove(table.schema().name());
  }

  private void save(WriteBatch batch, TableDefinition table) {
    batch.put(KeySpace.table(instance, table.schema().name()), DefinitionCodec.encode(table));
  }
}
