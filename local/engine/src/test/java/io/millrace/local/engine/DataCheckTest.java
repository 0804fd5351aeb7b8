package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.RocksStore;
import io.millrace.local.engine.store.StoreException;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages files of a data directory: it is refused or told, and repaired as far as it goes. */
final class DataCheckTest {

  private static final int ROWS = 3_000;
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path parent;
  private Path directory;

  @BeforeEach
  void fill() {
    directory = parent.resolve("data");
    open(
        engine -> {
          engine.createInstance("i");
          engine.instance("i").createTable(Fixture.spec().withStream(StreamOptions.on(168)));
          write(engine, 0, ROWS);
        });
    // What a start finds in its journal it puts into files of its own.
    open(engine -> {});
  }

  @Test
  void wholeDirectoryIsFoundWhole() {
    DataCheck.Report report = DataCheck.check(directory, CLOCK);
    assertThat(report.sentences()).isEmpty();
    assertThat(report.tables()).isEqualTo(1);
    assertThat(report.rows()).isEqualTo(ROWS);
    assertThat(report.records()).isEqualTo(ROWS);
  }

  @Test
  void checkChangesNothing() throws IOException {
    List<String> before = contents();
    DataCheck.check(directory, CLOCK);
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void damagedRowsAreToldAndRestoredFromTheLog() throws IOException {
    Path table = files(".sst").get(0);
    flip(table, 0.3);
    assertThat(DataCheck.check(directory, CLOCK).sentences().get(0))
        .startsWith("The file '" + table + "' is damaged: ");
    DataCheck.Report repaired = DataCheck.repair(directory, CLOCK);
    assertThat(repaired.damaged()).isPresent();
    assertThat(repaired.sentences()).anyMatch(sentence -> sentence.contains("lost"));
    assertThat(DataCheck.check(directory, CLOCK).sentences()).isEmpty();
    open(engine -> assertThat(rows(engine)).isEqualTo(ROWS));
  }

  @Test
  void everythingDamagedAnywhereIsToldAndRepaired() throws IOException {
    long seed = new Random().nextInt(1_000_000);
    Random random = new Random(seed);
    for (int i = 0; i < 6; i++) {
      Path copy = parent.resolve("copy" + i);
      copyTo(copy);
      List<Path> tables = files(copy, ".sst");
      flip(tables.get(random.nextInt(tables.size())), random.nextDouble());
      String when = "seed " + seed + " round " + i;
      assertThat(DataCheck.check(copy, CLOCK).problems()).as(when).isPositive();
      DataCheck.repair(copy, CLOCK);
      assertThat(DataCheck.check(copy, CLOCK).sentences()).as(when).isEmpty();
    }
  }

  @Test
  void damagedMiddleOfTheJournalIsRefusedAndRepaired() throws IOException {
    open(engine -> write(engine, ROWS, 2 * ROWS));
    Path journal = files(".log").get(0);
    flip(journal, 0.5);
    assertRefused();
    DataCheck.Report repaired = DataCheck.repair(directory, CLOCK);
    assertThat(repaired.sentences()).anyMatch(sentence -> sentence.contains("some may be lost"));
    assertThat(DataCheck.check(directory, CLOCK).sentences()).isEmpty();
    open(engine -> assertThat(rows(engine)).isBetween(ROWS, 2 * ROWS));
  }

  @Test
  void missingFileIsRefusedByNameAndRepaired() throws IOException {
    Path table = files(".sst").get(0);
    Files.delete(table);
    assertThatThrownBy(() -> open(engine -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(table.getFileName().toString());
    assertThat(DataCheck.check(directory, CLOCK).problems()).isPositive();
    DataCheck.repair(directory, CLOCK);
    assertThat(DataCheck.check(directory, CLOCK).sentences()).isEmpty();
    open(engine -> {});
  }

  @Test
  void missingListOfFilesIsRefusedByName() throws IOException {
    Files.delete(directory.resolve("db/CURRENT"));
    assertThatThrownBy(() -> open(engine -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(directory.resolve("db/CURRENT").toString());
    assertThat(files(".sst")).isNotEmpty();
  }

  @Test
  void missingMarkerIsRefusedByNameAndPutBack() throws IOException {
    Path marker = directory.resolve("FORMAT");
    Files.delete(marker);
    assertThatThrownBy(() -> open(engine -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("'" + marker + "' is missing");
    assertThat(DataCheck.check(directory, CLOCK).sentences())
        .singleElement()
        .asString()
        .contains(marker.toString());
    DataCheck.repair(directory, CLOCK);
    open(engine -> assertThat(rows(engine)).isEqualTo(ROWS));
  }

  @Test
  void damagedMarkerIsPutBack() throws IOException {
    Files.writeString(directory.resolve("FORMAT"), "nonsense");
    assertRefused();
    DataCheck.repair(directory, CLOCK);
    open(engine -> assertThat(rows(engine)).isEqualTo(ROWS));
  }

  @Test
  void newerFormatIsLeftAlone() throws IOException {
    Files.writeString(directory.resolve("FORMAT"), "millrace-store 2");
    assertThatThrownBy(() -> DataCheck.repair(directory, CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("newer");
  }

  @Test
  void directoryInUseIsLeftAlone() {
    open(
        engine ->
            assertThatThrownBy(() -> DataCheck.check(directory, CLOCK))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("in use"));
  }

  @Test
  void whatIsNoDataDirectoryIsRefused() {
    assertThatThrownBy(() -> DataCheck.check(parent, CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("'" + parent + "' is no data directory");
    assertThatThrownBy(() -> DataCheck.check(parent.resolve("absent"), CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("is no data directory");
    assertThat(parent.resolve("LOCKED")).doesNotExist();
    assertThat(parent.resolve("absent")).doesNotExist();
  }

  private interface Use {
    void of(Engine engine);
  }

  private void open(Use use) {
    EngineOptions options = EngineOptions.defaults().withDurability(Durability.BUFFERED);
    try (Engine engine = Engine.open(RocksStore.open(directory), options)) {
      use.of(engine);
    }
  }

  private static void write(Engine engine, int from, int to) {
    for (int i = from; i < to; i += 10) {
      List<RowWrite> writes = new ArrayList<>();
      for (int j = i; j < i + 10; j++) {
        writes.add(
            RowWrite.put(
                Fixture.TABLE,
                Fixture.row(
                    "key" + j, j, Cell.put("c", Value.of("some text to fill blocks " + j)))));
      }
      engine.instance("i").writeBatch(writes, false);
    }
  }

  private static int rows(Engine engine) {
    return engine.instance("i").baseRanges(Fixture.TABLE).stream()
        .mapToInt(
            range ->
                engine
                    .instance("i")
                    .readBase(Fixture.TABLE, range, null, Integer.MAX_VALUE, Integer.MAX_VALUE)
                    .records())
        .sum();
  }

  private void assertRefused() {
    assertThatThrownBy(() -> open(engine -> {}))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(directory.toString());
    assertThat(DataCheck.check(directory, CLOCK).problems()).isPositive();
  }

  private List<Path> files(String suffix) throws IOException {
    return files(directory, suffix);
  }

  /** The files of the database with something in them, the largest first. */
  private static List<Path> files(Path data, String suffix) throws IOException {
    try (Stream<Path> files = Files.list(data.resolve("db"))) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .filter(file -> file.toFile().length() > 0)
          .sorted(Comparator.comparingLong((Path file) -> -file.toFile().length()))
          .toList();
    }
  }

  private static void flip(Path file, double place) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) (place * bytes.length)] ^= 0x10;
    Files.write(file, bytes);
  }

  private void copyTo(Path copy) throws IOException {
    Files.createDirectories(copy.resolve("db"));
    for (Path folder : List.of(directory, directory.resolve("db"))) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.copy(file, copy.resolve(directory.relativize(file)));
        }
      }
    }
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(file -> !file.getFileName().toString().startsWith("LOG"))
          .filter(Files::isRegularFile)
          .map(file -> file + " " + file.toFile().length())
          .sorted()
          .toList();
    }
  }
}
