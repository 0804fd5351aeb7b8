package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.spark.Instances;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream of changes from a tunnel of a table: its triggers, its batches and their limits. */
class StreamIT extends ItemsStreams {

  @Test
  void drainsWhatIsThereAndGoesOnFromThere() throws Exception {
    options.put("maxoffsetsperchannel", "500");
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

    drain(twice);

    assertThat(first).hasSizeGreaterThanOrEqualTo(5).isEqualTo(second);
  }

  @Test
  void aUnionWithItselfGivesEveryRowTwice() throws Exception {
    Instances.putItems(client, "Items", 0, 500);
    options.put("maxoffsetsperchannel", "30");
    Dataset<Row> changes = changes();

    drain(collecting(changes.union(changes)));

    List<Long> twice = ids(0, 500).stream().flatMap(id -> Stream.of(id, id)).toList();
    assertThat(allIds()).isEqualTo(twice);
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
  void aLimitLosesNoRows() throws Exception {
    Instances.putItems(client, "Items", 0, 200);
    List<Long> firsts = Collections.synchronizedList(new ArrayList<>());
    options.put("maxoffsetsperchannel", "20");
    VoidFunction2<Dataset<Row>, Long> first =
        (rows, batch) -> {
          firsts.add(rows.first().getLong(0));
          batches.add(idsOf(rows));
        };

    drain(first);

    assertThat(allIds()).isEqualTo(ids(0, 200));
    assertThat(firsts).doesNotHaveDuplicates();
  }

  /** Such a batch says nothing of where it ends: the next one begins where it did. */
  @Test
  void batchesThatNobodyReadsLoseNoRows() throws Exception {
    Instances.putItems(client, "Items", 0, 100);
    VoidFunction2<Dataset<Row>, Long> blind = (rows, batch) -> {};

    drain(blind);
    drain();

    assertThat(allIds()).isEqualTo(ids(0, 100));
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

    drain(
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
            .option("checkpointLocation", directory.resolve("changes").toString()));

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
}
