package io.millrace.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.spark.Instances;
import io.millrace.spark.RandomChanges;
import io.millrace.spark.error.InvalidCheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;

/** Streams into a table, in all output modes. */
class SinkIT extends WordStreams {

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
  void namesADamagedFileOfItsCheckpoint() throws Exception {
    addLines("1.txt", "a");
    run(words(), "append");
    Path id = directory.resolve("checkpoint/metadata");
    Files.delete(directory.resolve("checkpoint/.metadata.crc"));
    Files.writeString(id, Files.readString(id).substring(0, 9));

    assertThatThrownBy(() -> run(words(), "append"))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageStartingWith("The file metadata in the checkpoint ")
        .hasMessageContaining(" is cut or damaged: ");
    assertThatThrownBy(
            () ->
                words()
                    .writeStream()
                    .format("tablestore")
                    .options(options)
                    .option("checkpointLocation", directory.resolve("checkpoint").toString())
                    .start())
        .isInstanceOf(InvalidCheckpointException.class);
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
