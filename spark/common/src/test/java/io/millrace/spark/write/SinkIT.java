package io.millrace.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.RandomChanges;
import io.millrace.spark.SparkLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Streams into a table, from files that are added between runs. */
class SinkIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private static final String COUNTS =
      "{\"columns\": {\"word\": {\"type\": \"string\"}, \"count\": {\"type\": \"long\"}}}";

  @TempDir Path directory;
  private final SparkSession spark = SparkLocal.session();
  private Map<String, String> options;

  @BeforeEach
  void createTable(LocalInstance instance, SyncClient client) throws IOException {
    Instances.createTable(client, "Counts", "word", PrimaryKeyType.STRING);
    options = Instances.options(instance, "Counts", COUNTS);
    spark.sql(Instances.createStatement("counts", "", options));
    Files.createDirectories(directory.resolve("in"));
  }

  @AfterEach
  void drop() {
    spark.sql("DROP TABLE counts");
  }

  private void addLines(String file, String... lines) throws IOException {
    Files.write(directory.resolve("in").resolve(file), List.of(lines));
  }

  private Dataset<Row> words() {
    return spark.readStream().text(directory.resolve("in").toString()).toDF("word");
  }

  private void run(Dataset<Row> query, String outputMode) throws Exception {
    StreamingQuery running =
        query
            .writeStream()
            .outputMode(outputMode)
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .toTable("counts");
    running.awaitTermination();
  }

  private List<Row> counts() {
    return spark.sql("SELECT word, count FROM counts ORDER BY word").collectAsList();
  }

  @Test
  void updateModeWritesTheGroupsThatChanged() throws Exception {
    addLines("1.txt", "a", "b", "a");
    run(words().groupBy("word").count(), "update");
    assertThat(counts()).containsExactly(RowFactory.create("a", 2L), RowFactory.create("b", 1L));

    addLines("2.txt", "b", "c");
    run(words().groupBy("word").count(), "update");

    assertThat(counts())
        .containsExactly(
            RowFactory.create("a", 2L), RowFactory.create("b", 2L), RowFactory.create("c", 1L));
  }

  @Test
  void completeModeWritesAllGroups() throws Exception {
    addLines("1.txt", "a", "b", "a");
    run(words().groupBy("word").count(), "complete");
    addLines("2.txt", "b", "c");
    run(words().groupBy("word").count(), "complete");

    assertThat(counts())
        .containsExactly(
            RowFactory.create("a", 2L), RowFactory.create("b", 2L), RowFactory.create("c", 1L));
  }

  @Test
  void appendModeWritesRowsAsTheyCome() throws Exception {
    addLines("1.txt", "a", "b", "a");
    run(words().selectExpr("word", "CAST(length(word) AS BIGINT) AS count"), "append");

    assertThat(counts()).containsExactly(RowFactory.create("a", 1L), RowFactory.create("b", 1L));
  }

  @Test
  void writesByFormatWithoutATable() throws Exception {
    addLines("1.txt", "a", "b", "a");

    StreamingQuery running =
        words()
            .groupBy("word")
            .count()
            .writeStream()
            .outputMode("update")
            .format("tablestore")
            .options(options)
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    running.awaitTermination();

    assertThat(counts()).containsExactly(RowFactory.create("a", 2L), RowFactory.create("b", 1L));
  }

  @Test
  void refusesAQueryWithoutTheKeyColumns() throws Exception {
    addLines("1.txt", "a");

    assertThatThrownBy(() -> run(words().selectExpr("CAST(1 AS BIGINT) AS count"), "append"))
        .hasMessageContaining(
            "The query does not produce the key column 'word' of table Counts: select it, with AS"
                + " where the name differs.");
    assertThatThrownBy(() -> run(words().selectExpr("word", "1 AS cuont"), "append"))
        .hasMessageContaining(
            "Column 'cuont' of the query is no column of table Counts: did you mean 'count'?");
    assertThatThrownBy(() -> run(words().selectExpr("word", "'x' AS count"), "append"))
        .hasMessageContaining("Column 'count' of the query is string, but bigint in table Counts");
  }

  @Test
  void writesThousandsOfRowsWithFewKeys() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append("word").append(i % 1000).append('\n');
    }
    Files.writeString(directory.resolve("in/many.txt"), lines);

    run(words().selectExpr("word", "CAST(7 AS BIGINT) AS count"), "append");

    assertThat(spark.table("counts").count()).isEqualTo(1000);
    assertThat(spark.table("counts").filter("count = 7").count()).isEqualTo(1000);
  }

  @Test
  void namesARowThatTheServiceRefuses() throws Exception {
    addLines("1.txt", "a", "x".repeat(1025), "b");

    assertThatThrownBy(
            () -> run(words().selectExpr("word", "CAST(1 AS BIGINT) AS count"), "append"))
        .hasStackTraceContaining("The row with key (word='xxx")
        .hasStackTraceContaining("exceeds the MaxLength:1024");
  }

  @Test
  void completeModeDeletesTheGroupsThatAreGone() throws Exception {
    spark.sql("INSERT INTO counts VALUES ('left over', 1)");
    addLines("1.txt", "a", "b", "a");
    run(words().groupBy("word").count().filter("count < 3"), "complete");
    assertThat(counts()).containsExactly(RowFactory.create("a", 2L), RowFactory.create("b", 1L));

    // Two batches of one run: the second finds what the first has written.
    StreamingQuery query =
        words()
            .groupBy("word")
            .count()
            .filter("count < 3")
            .writeStream()
            .outputMode("complete")
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .toTable("counts");
    try {
      addLines("2.txt", "b");
      query.processAllAvailable();
      addLines("3.txt", "a", "c");
      query.processAllAvailable();
    } finally {
      query.stop();
    }

    assertThat(counts()).containsExactly(RowFactory.create("b", 2L), RowFactory.create("c", 1L));
  }

  @Test
  void completeModeKeepsOtherRowsWhenAsked() throws Exception {
    spark.sql("INSERT INTO counts VALUES ('other', 1)");
    addLines("1.txt", "a");
    StreamingQuery running =
        words()
            .groupBy("word")
            .count()
            .writeStream()
            .outputMode("complete")
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .option("writer.complete.removes", "false")
            .trigger(Trigger.AvailableNow())
            .toTable("counts");
    running.awaitTermination();

    assertThat(counts())
        .containsExactly(RowFactory.create("a", 1L), RowFactory.create("other", 1L));
  }

  @Test
  void setsRefusedRowsAsideAndCountsThem(LocalInstance instance, SyncClient client)
      throws Exception {
    Instances.createTable(client, "Other", "id", PrimaryKeyType.STRING);
    addLines("1.txt", "a", "x".repeat(1025), "b", "none", "y".repeat(2_097_152));
    StreamingQuery misdirected =
        words()
            .selectExpr("nullif(word, 'none') AS word", "CAST(7 AS BIGINT) AS count")
            .writeStream()
            .option("checkpointLocation", directory.resolve("misdirected").toString())
            .option("writer.dead.letter.table", "Other")
            .trigger(Trigger.AvailableNow())
            .toTable("counts");
    assertThatThrownBy(misdirected::awaitTermination)
        .hasMessageContaining(
            "Option writer.dead.letter.table is 'Other', a table with another key");

    StreamingQuery failing =
        words()
            .selectExpr("nullif(word, 'none') AS word", "CAST(7 AS BIGINT) AS count")
            .writeStream()
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .toTable("counts");
    assertThatThrownBy(failing::awaitTermination).hasMessageContaining("of table Counts is NULL");

    // It goes on with a table for the rows that stopped it.
    StreamingQuery running =
        words()
            .selectExpr("nullif(word, 'none') AS word", "CAST(7 AS BIGINT) AS count")
            .writeStream()
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .option("writer.dead.letter.table", "Refused")
            .trigger(Trigger.AvailableNow())
            .toTable("counts");
    running.awaitTermination();

    assertThat(counts()).containsExactly(RowFactory.create("a", 7L), RowFactory.create("b", 7L));
    String catalog =
        "{\"columns\": {\"table\": {\"type\": \"string\"}, \"id\": {\"type\": \"string\"},"
            + " \"reason\": {\"type\": \"string\"}, \"row\": {\"type\": \"string\"}}}";
    List<Row> letters =
        spark
            .read()
            .format("tablestore")
            .options(Instances.options(instance, "Refused", catalog))
            .load()
            .select("table", "reason", "row")
            .orderBy("row")
            .collectAsList();
    assertThat(letters).extracting(row -> row.getString(0)).containsOnly("Counts").hasSize(3);
    assertThat(letters.get(0).getString(1)).startsWith("Key column 'word' of table Counts is NULL");
    assertThat(letters.get(0).getString(2)).isEqualTo("{\"count\":7}");
    assertThat(letters.get(1).getString(1)).contains("exceeds the MaxLength:1024");
    // The third is larger than a cell can be.
    assertThat(letters.get(2).getString(2))
        .isEqualTo("{\"word\":\"" + "y".repeat(256) + "...\",\"count\":7}");
    assertThat(running.lastProgress().sink().metrics()).containsEntry("refusedRows", "3");

    client.deleteTable(new DeleteTableRequest("Counts"));
    addLines("2.txt", "c");
    StreamingQuery without =
        words()
            .selectExpr("word", "CAST(7 AS BIGINT) AS count")
            .writeStream()
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .option("writer.dead.letter.table", "Refused")
            .trigger(Trigger.AvailableNow())
            .toTable("counts");
    assertThatThrownBy(without::awaitTermination)
        .hasStackTraceContaining("Table Counts cannot be written: OTSObjectNotExist")
        .hasStackTraceContaining("the rows come again");
  }

  @Test
  void namesTheTableOfRefusedRowsThatIsGone(SyncClient client) throws Exception {
    addLines("1.txt", "none");
    StreamingQuery running =
        words()
            .selectExpr("nullif(word, 'none') AS word")
            .writeStream()
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .option("writer.dead.letter.table", "Refused")
            .toTable("counts");
    try {
      running.processAllAvailable();
      client.deleteTable(new DeleteTableRequest("Refused"));
      addLines("2.txt", "none");
      assertThatThrownBy(running::processAllAvailable)
          .hasStackTraceContaining(
              "Table Refused, the writer.dead.letter.table of refused rows, cannot be used:"
                  + " OTSObjectNotExist")
          .hasStackTraceContaining("Start the query again when that is put right");
    } finally {
      running.stop();
    }
  }

  @Test
  void aNullDoesWhatIsAsked() throws Exception {
    spark.sql("INSERT INTO counts VALUES ('a', 1), ('b', 2)");
    addLines("1.txt", "a", "b");
    Dataset<Row> nulls = words().selectExpr("word", "CAST(NULL AS BIGINT) AS count");

    updating(nulls, "ignore", "first");
    assertThat(counts()).containsExactly(RowFactory.create("a", 1L), RowFactory.create("b", 2L));

    updating(nulls, "delete", "second");
    assertThat(counts())
        .containsExactly(RowFactory.create("a", null), RowFactory.create("b", null));

    assertThatThrownBy(() -> updating(nulls, "fail", "third"))
        .hasStackTraceContaining("Column 'count' is NULL in the row with key (word='a')");
  }

  private void updating(Dataset<Row> query, String nullAction, String checkpoint) throws Exception {
    query
        .writeStream()
        .option("checkpointLocation", directory.resolve(checkpoint).toString())
        .option("writer.row.change.type", "update")
        .option("writer.null.action", nullAction)
        .trigger(Trigger.AvailableNow())
        .toTable("counts")
        .awaitTermination();
  }

  @Test
  void appendsToATableWhoseKeysTheServiceMakes(LocalInstance instance, SyncClient client)
      throws Exception {
    TableMeta meta = new TableMeta("Log");
    meta.addPrimaryKeyColumn("day", PrimaryKeyType.STRING);
    meta.addPrimaryKeyColumn("number", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT);
    client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
    String catalog =
        "{\"columns\": {\"day\": {\"type\": \"string\"}, \"number\": {\"type\": \"long\"},"
            + " \"word\": {\"type\": \"string\"}}}";
    Map<String, String> log = Instances.options(instance, "Log", catalog);
    addLines("1.txt", "a", "b", "a");

    words()
        .selectExpr("'monday' AS day", "word")
        .writeStream()
        .format("tablestore")
        .options(log)
        .option("checkpointLocation", directory.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();

    assertThat(spark.read().format("tablestore").options(log).load().select("word").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("a", "b", "a");
    assertThatThrownBy(
            () ->
                words()
                    .selectExpr("'monday' AS day", "word")
                    .writeStream()
                    .format("tablestore")
                    .options(log)
                    .option("writer.row.change.type", "update")
                    .option("checkpointLocation", directory.resolve("other").toString())
                    .trigger(Trigger.AvailableNow())
                    .start()
                    .awaitTermination())
        .hasMessageContaining("The service makes the values of key column 'number' of table Log");
  }

  @Test
  void mirrorsATableWithItsPutsUpdatesAndDeletes(
      LocalInstance instance, SyncClient client, TunnelClient tunnels) throws Exception {
    Instances.createItems(client, "Items");
    Instances.createItems(client, "Mirror");
    Map<String, String> source = Instances.options(instance, "Items", Instances.ITEMS_WITH_CHANGES);
    source.put("tunnel.id", Instances.createTunnel(tunnels, "Items", TunnelType.Stream));
    source.put("maxoffsetsperchannel", "30");
    Map<String, String> mirror = Instances.options(instance, "Mirror", Instances.ITEMS);
    long seed = System.nanoTime();
    RandomChanges changes = new RandomChanges(client, "Items", 40, seed);

    for (int round = 0; round < 3; round++) {
      changes.make(400);
      spark
          .readStream()
          .format("tablestore")
          .options(source)
          .load()
          .writeStream()
          .format("tablestore")
          .options(mirror)
          .option("checkpointLocation", directory.resolve("checkpoint").toString())
          .trigger(Trigger.AvailableNow())
          .start()
          .awaitTermination();

      Map<String, String> items = Instances.options(instance, "Items", Instances.ITEMS);
      assertThat(rows(mirror)).as("seed %d, round %d", seed, round).isEqualTo(rows(items));
    }
  }

  private List<Row> rows(Map<String, String> table) {
    return spark.read().format("tablestore").options(table).load().orderBy("id").collectAsList();
  }
}
