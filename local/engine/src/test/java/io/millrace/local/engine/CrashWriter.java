package io.millrace.local.engine;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.RocksStore;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes without end into a directory and prints {@code writer number} after each write that was
 * acknowledged. Each write of a writer changes two of its rows together: to the write's number, or
 * to nothing.
 *
 * <p>Arguments: directory, and for each writer the number to begin with.
 */
final class CrashWriter {

  static final int ROWS = 50;
  static final int DELETES_EVERY = 11;
  static final String TABLE = "t";

  private CrashWriter() {}

  public static void main(String[] args) throws InterruptedException {
    Engine engine =
        Engine.open(RocksStore.open(Path.of(args[0])), EngineOptions.defaults().withPartitions(4));
    Instance instance = instance(engine);
    Thread[] writers = new Thread[args.length - 1];
    for (int i = 0; i < writers.length; i++) {
      int writer = i;
      long first = Long.parseLong(args[i + 1]);
      writers[i] = new Thread(() -> write(instance, writer, first), "writer-" + i);
      writers[i].start();
    }
    for (Thread writer : writers) {
      writer.join();
    }
  }

  static Instance instance(Engine engine) {
    engine.createInstance("i");
    Instance instance = engine.instance("i");
    if (instance.tableNames().isEmpty()) {
      instance.createTable(
          TableSpec.of(
                  new TableSchema(
                      TABLE,
                      List.of(
                          new KeyColumn("writer", ValueType.INTEGER),
                          new KeyColumn("row", ValueType.INTEGER))))
              .withStream(StreamOptions.on(168)));
    }
    return instance;
  }

  private static void write(Instance instance, int writer, long first) {
    for (long number = first; ; number++) {
      long n = number;
      List<RowWrite> writes = rows(number).stream().map(row -> write(writer, row, n)).toList();
      instance.writeBatch(writes, true);
      System.out.println(writer + " " + number);
    }
  }

  /** Returns the rows that a write changes. */
  static List<Long> rows(long number) {
    return List.of(number % ROWS, (number * 7 + 1) % ROWS + ROWS);
  }

  /** Tells whether a write removes its rows. */
  static boolean deletes(long number) {
    return number % DELETES_EVERY == 0;
  }

  private static RowWrite write(int writer, long row, long number) {
    PrimaryKey key =
        PrimaryKey.of(
            new PrimaryKeyColumn("writer", Value.of(writer)),
            new PrimaryKeyColumn("row", Value.of(row)));
    if (deletes(number)) {
      return RowWrite.delete(TABLE, Row.deletion(key));
    }
    Row update = Row.of(key, Cell.put("number", Value.of(number)), Cell.increment("changes", 1));
    return RowWrite.update(TABLE, update);
  }
}
