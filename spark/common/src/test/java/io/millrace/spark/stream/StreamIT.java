package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream of changes from a tunnel of a table, in every way it can be run. */
class StreamIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  @TempDir Path directory;
  private final SparkSession spark = SparkLocal.session();
  private SyncClient client;
  private TunnelClient tunnels;
  private Map<String, String> options;

  /** The ids of each batch, as they came. */
  private final List<List<Long>> batches = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void createTable(LocalInstance instance, SyncClient client, TunnelClient tunnels) {
    this.client = client;
    this.tunnels = tunnels;
    Instances.createItems(client, "Items");
    options = Instances.options(instance, "Items", Instances.ITEMS);
    options.put("tunnel.id", Instances.createTunnel(tunnels, "Items", TunnelType.Stream));
  }

  private Dataset<Row> changes() {
    return spark.readStream().format("tablestore").options(options).load();
  }

  private DataStreamWriter<Row> collecting(Dataset<Row> query) {
    VoidFunction2<Dataset<Row>, Long> collect =
        (rows, batch) ->
            batches.add(
                rows.select("id").collectAsList().stream().map(row -> row.getLong(0)).toList());
    return query
        .writeStream()
        .foreachBatch(collect)
        .option("checkpointLocation", directory.resolve("checkpoint").toString());
  }

  private void drain() throws Exception {
    collecting(changes()).trigger(Trigger.AvailableNow()).start().awaitTermination();
  }

  private List<Long> allIds() {
    return batches.stream().flatMap(List::stream).sorted().toList();
  }

  private static List<Long> ids(long first, long end) {
    return LongStream.range(first, end).boxed().toList();
  }

  @Test
  void drainsWhatIsThereAndGoesOnFromThere() throws Exception {
    Instances.putItems(client, "Items", 0, 3000);
    drain();
    assertThat(allIds()).isEqualTo(ids(0, 3000));

    Instances.putItems(client, "Items", 3000, 4000);
    drain();
    assertThat(allIds()).isEqualTo(ids(0, 4000));

    int before = batches.size();
    drain();
    assertThat(batches).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100, 333, 1000})
  void keepsToTheLimitPerChannelAndLosesNothing(int limit) throws Exception {
    options.put("maxoffsetsperchannel", Integer.toString(limit));
    int rows = limit == 1 ? 40 : 2000;
    Instances.putItems(client, "Items", 0, rows);

    drain();

    assertThat(allIds()).isEqualTo(ids(0, rows));
    assertThat(batches).allSatisfy(batch -> assertThat(batch).isNotEmpty());
    int channels = 4;
    assertThat(batches)
        .allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(limit * channels));
  }

  @Test
  void followsTheTableAndRestsWhenNothingIsNew() throws Exception {
    StreamingQuery query = collecting(changes()).start();
    try {
      query.processAllAvailable();
      assertThat(batches).isEmpty();
      for (int round = 0; round < 5; round++) {
        Instances.putItems(client, "Items", round * 100, (round + 1) * 100);
        int expected = (round + 1) * 100;
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> allIds().size() >= expected);
      }
      assertThat(allIds()).isEqualTo(ids(0, 500));
      assertThat(batches).allSatisfy(batch -> assertThat(batch).isNotEmpty());
      for (StreamingQueryProgress progress : query.recentProgress()) {
        assertThat(progress.sources()[0].description())
            .startsWith("Tablestore tunnel " + options.get("tunnel.id"))
            .contains("table Items");
        Map<String, String> metrics = progress.sources()[0].metrics();
        assertThat(metrics)
            .containsEntry("channels", "4")
            .containsEntry("retries", "0")
            .containsKeys("bytes", "maxLagMs");
        assertThat(Long.parseLong(metrics.get("requests"))).isPositive();
      }
    } finally {
      query.stop();
    }
  }

  /** However long the pauses between two looks have grown. */
  @Test
  void saysThatNothingIsNewOnlyWhenItIsSo() throws Exception {
    options.put("probe.interval.max.ms", "2000");
    StreamingQuery query = collecting(changes()).start();
    try {
      for (int idle = 0; idle < 7; idle++) {
        query.processAllAvailable();
      }
      for (int round = 0; round < 3; round++) {
        Instances.putItems(client, "Items", round * 100, (round + 1) * 100);
        query.processAllAvailable();
        assertThat(allIds()).isEqualTo(ids(0, (round + 1) * 100));
        query.processAllAvailable();
      }
    } finally {
      query.stop();
    }
  }

  @Test
  void twoReadingsOfABatchGiveTheSameRows() throws Exception {
    Instances.putItems(client, "Items", 0, 1000);
    options.put("maxoffsetsperchannel", "50");
    List<List<Row>> first = Collections.synchronizedList(new ArrayList<>());
    List<List<Row>> second = Collections.synchronizedList(new ArrayList<>());
    VoidFunction2<Dataset<Row>, Long> twice =
        (rows, batch) -> {
          first.add(rows.collectAsList());
          // What is written between the two must not show up in the second.
          int next = 1000 + (int) (batch * 10);
          Instances.putItems(client, "Items", next, next + 10);
          second.add(rows.collectAsList());
        };

    changes()
        .writeStream()
        .foreachBatch(twice)
        .option("checkpointLocation", directory.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();

    assertThat(first).hasSizeGreaterThanOrEqualTo(5).isEqualTo(second);
  }

  @Test
  void aUnionWithItselfGivesEveryRowTwice() throws Exception {
    Instances.putItems(client, "Items", 0, 500);
    options.put("maxoffsetsperchannel", "30");
    Dataset<Row> changes = changes();

    collecting(changes.union(changes)).trigger(Trigger.AvailableNow()).start().awaitTermination();

    List<Long> twice = ids(0, 500).stream().flatMap(id -> Stream.of(id, id)).toList();
    assertThat(allIds()).isEqualTo(twice);
  }

  @Test
  void aBatchThatFailedIsGivenAgainUnchanged() throws Exception {
    Instances.putItems(client, "Items", 0, 400);
    options.put("maxoffsetsperchannel", "25");
    List<List<Row>> given = Collections.synchronizedList(new ArrayList<>());
    VoidFunction2<Dataset<Row>, Long> failing =
        (rows, batch) -> {
          given.add(rows.collectAsList());
          if (given.size() % 2 == 1) {
            Instances.putItems(client, "Items", 400 + given.size(), 401 + given.size());
            throw new IllegalStateException("broken on purpose");
          }
        };

    for (int run = 0; run < 4; run++) {
      StreamingQuery query =
          changes()
              .writeStream()
              .foreachBatch(failing)
              .option("checkpointLocation", directory.resolve("checkpoint").toString())
              .trigger(Trigger.AvailableNow())
              .start();
      assertThatThrownBy(query::awaitTermination).hasStackTraceContaining("broken on purpose");
    }

    for (int i = 0; i + 1 < given.size(); i += 2) {
      assertThat(given.get(i + 1)).isEqualTo(given.get(i));
    }
  }

  @Test
  void onceReadsEverythingInOneBatch() throws Exception {
    Instances.putItems(client, "Items", 0, 2500);
    options.put("maxoffsetsperchannel", "10");

    once();
    assertThat(batches).hasSize(1);
    assertThat(allIds()).isEqualTo(ids(0, 2500));

    Instances.putItems(client, "Items", 2500, 2600);
    once();
    assertThat(batches).hasSize(2);
    assertThat(allIds()).isEqualTo(ids(0, 2600));
  }

  @SuppressWarnings("deprecation") // Users still have it in their jobs.
  private void once() throws Exception {
    collecting(changes()).trigger(Trigger.Once()).start().awaitTermination();
  }

  @Test
  void readsBaseDataFirstAndThenTheChanges() throws Exception {
    Instances.putItems(client, "Items", 5000, 6500);
    options.put("tunnel.id", Instances.createTunnel(tunnels, "Items", TunnelType.BaseAndStream));
    Instances.putItems(client, "Items", 6500, 7000);

    drain();
    assertThat(allIds().stream().distinct().toList()).isEqualTo(ids(5000, 7000));

    int before = batches.size();
    Instances.putItems(client, "Items", 7000, 7100);
    drain();
    assertThat(batches.subList(before, batches.size()).stream().flatMap(List::stream).sorted())
        .containsExactlyElementsOf(ids(7000, 7100));
  }

  @Test
  void tellsTheTunnelHowFarItIs() throws Exception {
    Instances.putItems(client, "Items", 0, 100);
    drain();

    // A second query on the tunnel has no checkpoint of its own and begins where the first ended.
    Instances.putItems(client, "Items", 100, 150);
    batches.clear();
    directory = directory.resolve("second");
    drain();

    assertThat(allIds()).isEqualTo(ids(100, 150));
  }

  @Test
  void refusesTheCheckpointOfAnotherTunnel() throws Exception {
    Instances.putItems(client, "Items", 0, 10);
    drain();
    String former = options.get("tunnel.id");
    String other = Instances.createTunnel(tunnels, "Items", TunnelType.BaseAndStream);
    options.put("tunnel.id", other);

    assertThatThrownBy(this::drain)
        .hasMessageContaining("belongs to a query on tunnel " + former + " of table Items")
        .hasMessageContaining("not on tunnel " + other)
        .hasMessageContaining("give this query its own checkpointLocation");
  }

  @Test
  void aLimitLosesNoRows() throws Exception {
    Instances.putItems(client, "Items", 0, 200);
    List<Long> firsts = Collections.synchronizedList(new ArrayList<>());
    options.put("maxoffsetsperchannel", "20");
    VoidFunction2<Dataset<Row>, Long> first =
        (rows, batch) -> {
          firsts.add(rows.first().getLong(0));
          batches.add(
              rows.select("id").collectAsList().stream().map(row -> row.getLong(0)).toList());
        };

    changes()
        .writeStream()
        .foreachBatch(first)
        .option("checkpointLocation", directory.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();

    assertThat(allIds()).isEqualTo(ids(0, 200));
    assertThat(firsts).doesNotHaveDuplicates();
  }

  /** Such a batch says nothing of where it ends: the next one begins where it did. */
  @Test
  void batchesThatNobodyReadsLoseNoRows() throws Exception {
    Instances.putItems(client, "Items", 0, 100);
    VoidFunction2<Dataset<Row>, Long> blind = (rows, batch) -> {};

    changes()
        .writeStream()
        .foreachBatch(blind)
        .option("checkpointLocation", directory.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();
    drain();

    assertThat(allIds()).isEqualTo(ids(0, 100));
  }

  @Test
  void keepsClaimsInATableWhenAsked() throws Exception {
    options.put("claim.store", "table");
    Instances.putItems(client, "Items", 0, 1000);
    options.put("maxoffsetsperchannel", "100");
    drain();
    Instances.putItems(client, "Items", 1000, 1100);
    drain();

    assertThat(allIds()).isEqualTo(ids(0, 1100));
    assertThat(client.listTable().getTableNames()).contains("__millrace_claims__");
  }

  @Test
  void tellsWhatWasDoneToARowAndItsColumns() throws Exception {
    long before = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    Instances.putItems(client, "Items", 7, 8);
    PrimaryKey key =
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(7))
            .build();
    client.updateRow(
        new UpdateRowRequest(
            new RowUpdateChange("Items", key)
                .put("n", ColumnValue.fromLong(8))
                .deleteColumns("v")));
    client.deleteRow(new DeleteRowRequest(new RowDeleteChange("Items", key)));
    options.put("catalog", Instances.ITEMS_WITH_CHANGES);
    List<Row> given = Collections.synchronizedList(new ArrayList<>());
    VoidFunction2<Dataset<Row>, Long> collect = (rows, batch) -> given.addAll(rows.collectAsList());

    changes()
        .select(
            "__ots_record_type__",
            "id",
            "v",
            "__ots_column_type_v",
            "n",
            "__ots_column_type_n",
            "__ots_record_timestamp__")
        .writeStream()
        .foreachBatch(collect)
        .option("checkpointLocation", directory.resolve("changes").toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();

    assertThat(given.stream().map(row -> row.mkString(" ").replaceFirst(" \\d+$", "")))
        .containsExactly(
            "PUT 7 item 7 PUT 7 PUT",
            "UPDATE 7 null DELETE_ALL_VERSION 8 PUT",
            "DELETE 7 null null null null");
    assertThat(given).extracting(row -> row.getLong(6)).isSorted().allMatch(time -> time > before);

    // A second checkpoint begins where the tunnel's own position is, behind these three.
    options.put("tunnel.id", Instances.createTunnel(tunnels, "Items", TunnelType.BaseAndStream));
    Instances.putItems(client, "Items", 8, 9);
    client.deleteRow(new DeleteRowRequest(new RowDeleteChange("Items", key)));
    options.put("ignore.delete", "true");
    drain();
    assertThat(allIds()).containsOnly(8L);
  }

  @Test
  void keepsToTheLimitsOfABatch() throws Exception {
    int rows = 0;
    for (int limit : List.of(1, 3, 10)) {
      options.put("maxoffsetspertrigger", Integer.toString(limit));
      int before = batches.size();
      Instances.putItems(client, "Items", rows, rows + 4 * limit);
      rows += 4 * limit;
      drain();
      assertThat(batches.subList(before, batches.size()))
          .hasSizeGreaterThanOrEqualTo(4)
          .allMatch(batch -> !batch.isEmpty() && batch.size() <= limit);
    }

    options.remove("maxoffsetspertrigger");
    options.put("maxbytespertrigger", "1000");
    int before = batches.size();
    Instances.putItems(client, "Items", rows, rows + 100);
    drain();

    // A record has at least 20 bytes, so that 50 of them pass the limit for certain.
    assertThat(batches.subList(before, batches.size())).allMatch(batch -> batch.size() < 50);
    assertThat(allIds()).isEqualTo(ids(0, rows + 100));
  }

  @Test
  void waitsForRowsToMakeABatchOfThem() throws Exception {
    options.put("minoffsetspertrigger", "100");
    options.put("maxtriggerdelay.ms", "3600000");
    StreamingQuery query = collecting(changes()).start();
    try {
      Instances.putItems(client, "Items", 0, 50);
      query.processAllAvailable();
      assertThat(batches).isEmpty();

      Instances.putItems(client, "Items", 50, 110);
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> !allIds().isEmpty());
      assertThat(allIds()).hasSizeBetween(100, 110);
      // A query that stops between its sink and its commit gives the batch once more.
      query.processAllAvailable();
    } finally {
      query.stop();
    }

    options.put("maxtriggerdelay.ms", "100");
    Instances.putItems(client, "Items", 110, 111);
    query = collecting(changes()).start();
    try {
      Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> allIds().size() == 111);
    } finally {
      query.stop();
    }
  }

  @Test
  void makesItsTunnelAndBeginsWhereItIsTold() throws Exception {
    Instances.putItems(client, "Items", 0, 50);
    options.remove("tunnel.id");
    options.put("tunnel.name", "mine");
    assertThatThrownBy(this::drain)
        .hasMessageContaining("Table Items has no tunnel with the name mine")
        .hasMessageContaining("(of_Items_Stream), or set tunnel.create to true");

    options.put("tunnel.create", "true");
    options.put("start.position", "earliest");
    drain();
    assertThat(allIds()).isEqualTo(ids(0, 50));

    // It exists now; its own position is where the first run ended.
    Instances.putItems(client, "Items", 50, 60);
    drain();
    assertThat(allIds()).isEqualTo(ids(0, 60));

    batches.clear();
    directory = directory.resolve("again");
    assertThatThrownBy(this::drain)
        .hasMessageContaining("cannot go back to the oldest change")
        .hasMessageContaining("leave start.position out");
  }

  @Test
  void passesOverWhatIsOlderThanItsStart() throws Exception {
    Instances.putItems(client, "Items", 0, 100);
    options.put("start.position", "latest");
    drain();
    assertThat(allIds()).isEmpty();
    Instances.putItems(client, "Items", 100, 150);
    drain();
    assertThat(allIds()).isEqualTo(ids(100, 150));

    batches.clear();
    directory = directory.resolve("by time");
    options.put("tunnel.id", Instances.createTunnel(tunnels, "Items", TunnelType.BaseAndStream));
    long start = System.currentTimeMillis() + 1;
    Awaitility.await().until(() -> System.currentTimeMillis() > start);
    options.put("start.position", Instant.ofEpochMilli(start).toString());
    Instances.putItems(client, "Items", 150, 160);
    drain();
    assertThat(allIds()).isEqualTo(ids(150, 160));
  }

  @Test
  void refusesACheckpointWhoseFilesAreLostOrDamaged() throws Exception {
    Instances.putItems(client, "Items", 0, 10);
    drain();
    Instances.putItems(client, "Items", 10, 20);
    drain();
    String record = "sources/0/millrace-source.json";
    String newest = Long.toString(last("offsets"));
    Path claims = checkpoint("sources/0/claims/" + last("sources/0/claims"));
    String claim;
    try (Stream<Path> files = Files.list(claims)) {
      claim = checkpoint("").relativize(files.findFirst().orElseThrow()).toString();
    }
    String cut = " is cut or damaged: ";
    String newer = "was written by a newer Millrace: run that one, or give";

    refusesWith(record, null, "has lost the file millrace-source.json", "new checkpointLocation");
    refusesWith(record, "", record + cut + "restore it, or give the query a new");
    refusesWith(record, "{\"version\":2}", record + " " + newer);
    refusesWith(claim, "{\"version\":1,\"ro", claim + cut + "restore it, or give the query a new");
    refusesWith(claim, "{\"version\":2}", claim + " " + newer);
    String offsets = Files.readString(checkpoint("offsets/" + newest));
    refusesWith(
        "offsets/" + newest,
        offsets.replace("{\"version\":1,\"tunnel\"", "{\"version\":2,\"tunnel\""),
        "version 2, which a newer Millrace wrote");
    if (spark.version().startsWith("3.")) {
      // Spark 4 looks at its own records before it asks for the source, and names them itself.
      refusesWith("offsets/" + newest, "", "file offsets/" + newest, cut + "restore it");
      refusesWith(
          "offsets/" + newest,
          offsets.substring(0, offsets.lastIndexOf('\n')),
          "file offsets/" + newest,
          cut + "restore it");
      refusesWith(
          "commits/" + newest,
          "v1\n{\"next",
          cut + "delete it, and batch " + newest + " comes again with the same rows.");
      List<Long> before = batches.get(batches.size() - 1);
      Files.delete(checkpoint("commits/" + newest));
      drain();
      assertThat(batches.get(batches.size() - 1)).isEqualTo(before);
    }

    deleteAll(checkpoint("sources"));
    assertThatThrownBy(this::drain).hasMessageContaining("has lost the file millrace-source.json");
  }

  /** Damages a file of the checkpoint, or removes it, and makes it whole again. */
  private void refusesWith(String file, String content, String... sentence) throws Exception {
    Path path = checkpoint(file);
    byte[] former = Files.readAllBytes(path);
    Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".crc"));
    if (content == null) {
      Files.delete(path);
    } else {
      Files.writeString(path, content);
    }
    assertThatThrownBy(this::drain).hasMessageContainingAll(sentence);
    Files.write(path, former);
  }

  private Path checkpoint(String file) {
    return directory.resolve("checkpoint").resolve(file);
  }

  private long last(String log) throws IOException {
    try (Stream<Path> files = Files.list(checkpoint(log))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .mapToLong(Long::parseLong)
          .max()
          .orElseThrow();
    }
  }

  private static void deleteAll(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
