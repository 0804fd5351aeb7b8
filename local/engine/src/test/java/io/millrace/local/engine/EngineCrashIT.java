package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.Changes.Change;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.WriteType;
import io.millrace.local.engine.store.RocksStore;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process that writes, again and again. The number of cycles is the system property {@code
 * millrace.crash.cycles}.
 */
final class EngineCrashIT {

  private static final int WRITERS = 4;

  @TempDir private Path directory;

  private final long seed = new Random().nextLong(1_000_000_000);
  private final Random random = new Random(seed);

  /** The newest write of each writer that was acknowledged, and then that was found. */
  private final long[] known = new long[WRITERS];

  @Test
  void killLosesNothingThatWasAcknowledged() throws IOException, InterruptedException {
    int cycles = Integer.getInteger("millrace.crash.cycles", 5);
    for (int cycle = 0; cycle < cycles; cycle++) {
      writeAndKill(20 + random.nextInt(2000));
      check("seed " + seed + " cycle " + cycle);
      assertThat(DataCheck.check(directory, Clock.systemUTC()).sentences()).isEmpty();
    }
  }

  private void writeAndKill(int acknowledgements) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(CrashWriter.class.getName());
    command.add(directory.toString());
    for (long number : known) {
      command.add(Long.toString(number + 1));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader acknowledged = process.inputReader()) {
      for (int i = 0; i < acknowledgements; i++) {
        note(acknowledged.readLine());
      }
      // Not through the process itself, which would close its output unread.
      process.toHandle().destroyForcibly();
      for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
        // The last line may have been cut by the kill.
        if (line.matches("\\d+ \\d+")) {
          note(line);
        }
      }
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private void note(String line) {
    assertThat(line).as("what the writer printed").isNotNull();
    int space = line.indexOf(' ');
    int writer = Integer.parseInt(line.substring(0, space));
    known[writer] = Math.max(known[writer], Long.parseLong(line.substring(space + 1)));
  }

  private void check(String when) {
    try (Engine engine =
        Engine.open(RocksStore.open(directory), EngineOptions.defaults().withPartitions(4))) {
      Instance instance = engine.instance("i");
      List<Change> changes = changes(instance, when);
      long[] logged = checkLog(changes, when);
      for (int writer = 0; writer < WRITERS; writer++) {
        assertThat(logged[writer]).as(when).isBetween(known[writer], known[writer] + 1);
        known[writer] = logged[writer];
      }
      List<Row> rows = scan(instance);
      assertThat(rows).as("table, " + when).isEqualTo(replay(changes));
      assertThat(numbers(rows)).as("table, " + when).isEqualTo(expectedNumbers());
    }
  }

  private static List<Change> changes(Instance instance, String when) {
    String stream = instance.streams(CrashWriter.TABLE).get(0).streamId();
    List<Change> all = new ArrayList<>();
    for (Shard shard : instance.shards(stream)) {
      long last = 0;
      for (Change change : Changes.of(instance, stream, shard.id(), shard.startPosition())) {
        assertThat(change.stamp()).as(when).isGreaterThan(last);
        last = change.stamp();
        all.add(change);
      }
    }
    return all;
  }

  /**
   * Checks that the writes of each writer are there in order, each once, both its rows. Returns the
   * newest of each.
   */
  private static long[] checkLog(List<Change> changes, String when) {
    long[] newest = new long[WRITERS];
    long[] deletes = new long[WRITERS];
    Map<List<Long>, Integer> seen = new HashMap<>();
    for (Change change : changes) {
      long writer = integer(change.row().primaryKey().value(0));
      if (change.type() == WriteType.DELETE) {
        deletes[(int) writer]++;
      } else {
        long number = integer(change.row().cell(0).value());
        newest[(int) writer] = Math.max(newest[(int) writer], number);
        seen.merge(List.of(writer, number), 1, Integer::sum);
      }
    }
    for (int writer = 0; writer < WRITERS; writer++) {
      assertThat(deletes[writer] % 2).as(when).isZero();
      newest[writer] = Math.max(newest[writer], deletes[writer] / 2 * CrashWriter.DELETES_EVERY);
      for (long number = 1; number <= newest[writer]; number++) {
        assertThat(seen.getOrDefault(List.of((long) writer, number), 0))
            .as("records of write %d of writer %d, %s", number, writer, when)
            .isEqualTo(CrashWriter.deletes(number) ? 0 : 2);
      }
    }
    return newest;
  }

  private static List<Row> replay(List<Change> changes) {
    ModelTable model = new ModelTable(1, -1);
    changes.forEach(change -> model.apply(change.type(), change.row(), 0));
    return model.range(bound(Value.INF_MIN), bound(Value.INF_MAX), true, 0);
  }

  private static List<Row> scan(Instance instance) {
    RangePage page =
        instance.range(
            new RangeQuery(
                CrashWriter.TABLE,
                bound(Value.INF_MIN),
                bound(Value.INF_MAX),
                true,
                0,
                ReadSpec.latest()));
    assertThat(page.next()).isNull();
    return page.rows();
  }

  private static Map<List<Long>, Long> numbers(List<Row> rows) {
    Map<List<Long>, Long> numbers = new HashMap<>();
    for (Row row : rows) {
      PrimaryKey key = row.primaryKey();
      assertThat(row.cell(1).name()).isEqualTo("number");
      numbers.put(
          List.of(integer(key.value(0)), integer(key.value(1))), integer(row.cell(1).value()));
    }
    return numbers;
  }

  private Map<List<Long>, Long> expectedNumbers() {
    Map<List<Long>, Long> expected = new HashMap<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      for (long number = 1; number <= known[writer]; number++) {
        for (long row : CrashWriter.rows(number)) {
          if (CrashWriter.deletes(number)) {
            expected.remove(List.of((long) writer, row));
          } else {
            expected.put(List.of((long) writer, row), number);
          }
        }
      }
    }
    return expected;
  }

  private static PrimaryKey bound(Value value) {
    return PrimaryKey.of(new PrimaryKeyColumn("writer", value), new PrimaryKeyColumn("row", value));
  }

  private static long integer(Value value) {
    return ((IntegerValue) value).value();
  }
}
