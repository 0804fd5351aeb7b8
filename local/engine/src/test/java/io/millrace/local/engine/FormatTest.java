package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.Changes.Change;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteType;
import io.millrace.local.engine.store.RocksStore;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens a data directory that an earlier build wrote: {@code format-1.zip} is never made anew. It
 * holds a table with a stream and an index, twenty rows written, two of them deleted.
 */
final class FormatTest {

  /** A day on which the stream of the directory still has all its changes. */
  private static final Clock THEN =
      Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC);

  @TempDir private Path directory;

  @Test
  void directoryOfFormat1IsReadAndWritten() throws IOException {
    unpack("/format-1.zip");
    assertThat(DataCheck.check(directory, THEN).sentences()).isEmpty();
    EngineOptions options = EngineOptions.defaults().withClock(THEN).withPartitions(4);
    try (Engine engine = Engine.open(RocksStore.open(directory), options)) {
      Instance instance = engine.instance("old");
      assertThat(instance.tableNames()).containsExactly("byD", "t");
      assertThat(texts(instance)).isEqualTo(expected());
      List<Change> changes = Changes.of(instance, "t");
      assertThat(changes).hasSize(22);
      assertThat(changes.stream().filter(change -> change.type() == WriteType.DELETE)).hasSize(2);
      instance.write(RowWrite.put("t", Row.of(key(3), Cell.put("s", Value.of("text 3")))));
      instance.write(RowWrite.put("t", Row.of(key(13), Cell.put("s", Value.of("text 13")))));
      assertThat(texts(instance)).hasSize(20);
    }
    assertThat(DataCheck.check(directory, THEN).sentences()).isEmpty();
  }

  private static List<String> texts(Instance instance) {
    List<String> texts = new ArrayList<>();
    for (Row row :
        instance
            .range(
                new RangeQuery(
                    "t", bound(Value.INF_MIN), bound(Value.INF_MAX), true, 0, ReadSpec.latest()))
            .rows()) {
      texts.add(
          row.primaryKey().value(1)
              + " "
              + row.cells().stream().map(cell -> cell.name() + "=" + cell.value()).toList());
    }
    return texts;
  }

  private static List<String> expected() {
    List<String> texts = new ArrayList<>();
    // In the order of the first key column, which is a text.
    for (int i : new int[] {0, 1, 10, 11, 12, 14, 15, 16, 17, 18, 19, 2, 4, 5, 6, 7, 8, 9}) {
      texts.add(
          Value.of(i)
              + " "
              + List.of(
                  "d=" + Value.of(i * i),
                  "f=" + Value.of(i / 2.0),
                  "s=" + Value.of("text " + i),
                  "y=" + Value.of(i % 2 == 0),
                  "z=" + Value.ofBinary(new byte[] {(byte) i, 0, -1})));
    }
    return texts;
  }

  private static PrimaryKey key(int i) {
    return PrimaryKey.of(
        new PrimaryKeyColumn("a", Value.of("a" + i)), new PrimaryKeyColumn("b", Value.of(i)));
  }

  private static PrimaryKey bound(Value value) {
    return PrimaryKey.of(new PrimaryKeyColumn("a", value), new PrimaryKeyColumn("b", value));
  }

  private void unpack(String resource) throws IOException {
    try (InputStream in = getClass().getResourceAsStream(resource);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }
}
