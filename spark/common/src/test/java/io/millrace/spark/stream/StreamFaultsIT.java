package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.server.LocalTablestore;
import io.millrace.local.server.PortInUseException;
import io.millrace.spark.Instances;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.StreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What may befall a stream: channels that end, tasks that run twice, other queries, lost things.
 */
class StreamFaultsIT extends ItemsStreams {

  /** Gives 20 keys their next numbers, several times over. */
  private int count(int from, int times) {
    for (int n = from; n < from + times; n++) {
      for (int id = 0; id < 20; id++) {
        client.putRow(
            new PutRowRequest(
                new RowPutChange(
                        "Items",
                        PrimaryKeyBuilder.createPrimaryKeyBuilder()
                            .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(id))
                            .build())
                    .addColumn("n", ColumnValue.fromLong(n))));
      }
    }
    return from + times;
  }

  @Test
  void followsSplitsAndMergesInTheOrderOfEachKey() throws Exception {
    options.put("maxoffsetsperchannel", "7");
    Map<Long, List<Long>> numbers = Collections.synchronizedMap(new TreeMap<>());
    VoidFunction2<Dataset<Row>, Long> keep =
        (rows, batch) ->
            rows.select("id", "n")
                .collectAsList()
                .forEach(
                    row ->
                        numbers
                            .computeIfAbsent(row.getLong(0), id -> new ArrayList<>())
                            .add(row.getLong(1)));
    StreamingQuery query = start(options, "checkpoint", keep);
    int next = count(0, 3);
    try {
      List<String> children = split(openShards().get(0));
      next = count(next, 3);
      split(children.get(0));
      next = count(next, 3);
      merge(split(openShards().get(1)));
      next = count(next, 3);
      query.processAllAvailable();
    } finally {
      query.stop();
    }
    // Started again, it neither repeats the channels that ended nor stumbles over them.
    next = count(next, 2);
    drain(keep);
    drain(keep);

    assertThat(numbers).hasSize(20);
    List<Long> all = LongStream.range(0, next).boxed().toList();
    assertThat(numbers.values()).allSatisfy(ofKey -> assertThat(ofKey).isEqualTo(all));
  }

  @Test
  void tasksThatRunTwiceGiveTheSameRows() throws Exception {
    Instances.putItems(client, "Items", 0, 300);
    MicroBatchStream stream =
        TunnelStreams.open(
            Connection.of(OptionValues.of(options)),
            "Items",
            StreamSettings.of(OptionValues.of(options)),
            spark.read().format("tablestore").options(options).load().schema(),
            directory.resolve("sources/0").toString());
    ExecutorService twins = Executors.newFixedThreadPool(4);
    try {
      Offset end =
          ((SupportsAdmissionControl) stream)
              .latestOffset(stream.initialOffset(), ReadLimit.maxRows(1));
      PartitionReaderFactory readers = stream.createReaderFactory();
      Set<Long> all = new HashSet<>();
      for (InputPartition partition : stream.planInputPartitions(stream.initialOffset(), end)) {
        List<Future<List<Long>>> results = new ArrayList<>();
        for (int twin = 0; twin < 4; twin++) {
          results.add(twins.submit(() -> ids(readers, partition)));
        }
        List<Long> first = results.get(0).get();
        for (Future<List<Long>> result : results) {
          assertThat(result.get()).isEqualTo(first);
        }
        // An executor that is lost much later has its task run again, when more rows are there.
        Instances.putItems(client, "Items", 300, 400);
        assertThat(ids(readers, partition)).isEqualTo(first);
        assertThat(all.addAll(first)).isTrue();
      }
      assertThat(all).isNotEmpty();
    } finally {
      twins.shutdownNow();
      stream.stop();
    }
  }

  private static List<Long> ids(PartitionReaderFactory readers, InputPartition partition)
      throws Exception {
    List<Long> ids = new ArrayList<>();
    try (PartitionReader<InternalRow> reader = readers.createReader(partition)) {
      while (reader.next()) {
        ids.add(reader.get().getLong(0));
      }
    }
    return ids;
  }

  @Test
  void goesOnAfterABatchThatWasReadInPart() throws Exception {
    Instances.putItems(client, "Items", 0, 400);
    options.put("maxoffsetsperchannel", "25");
    List<Long> firsts = Collections.synchronizedList(new ArrayList<>());

    drain((rows, batch) -> firsts.add(rows.first().getLong(0)));
    int batches = firsts.size();
    drain((rows, batch) -> firsts.add(rows.first().getLong(0)));

    // Four channels of about 100 rows, 25 of some of them in a batch.
    assertThat(batches).isBetween(4, 40);
    assertThat(firsts).hasSize(batches).doesNotHaveDuplicates();
  }

  @Test
  void idleChannelsHaveNoTasksAndNoBatches() throws Exception {
    List<Integer> tasks = Collections.synchronizedList(new ArrayList<>());
    try (LocalTablestore server = LocalTablestore.builder().partitions(64).start()) {
      SyncClient wide = new SyncClient(server.endpoint(), "local", "local", "millrace");
      TunnelClient wideTunnels = new TunnelClient(server.endpoint(), "local", "local", "millrace");
      LocalInstance there = new LocalInstance(server.endpoint(), "millrace", "local", "local");
      Instances.createItems(wide, "Items");
      Map<String, String> source = Instances.options(there, "Items", Instances.ITEMS);
      source.put("tunnel.id", Instances.createTunnel(wideTunnels, "Items", TunnelType.Stream));
      StreamingQuery query =
          start(
              source,
              "wide",
              (rows, batch) -> {
                if (rows.count() > 0) {
                  tasks.add(rows.rdd().getNumPartitions());
                }
              });
      try {
        for (int round = 0; round < 5; round++) {
          Instances.putItems(wide, "Items", 7, 8);
          query.processAllAvailable();
        }
        long batches = query.lastProgress().batchId();
        query.processAllAvailable();
        query.processAllAvailable();
        assertThat(query.lastProgress().batchId()).isEqualTo(batches);
        // Its position is asked for and told once in each channel, not in each batch.
        assertThat(requests(server, "tunnel/getcheckpoint")).isBetween(64L, 70L);
        assertThat(requests(server, "tunnel/checkpoint")).isLessThan(128);
      } finally {
        query.stop();
        wide.shutdown();
        wideTunnels.shutdown();
      }
    }
    assertThat(tasks).hasSize(5).containsOnly(1);
  }

  /** How many requests of an operation a server has answered. */
  private long requests(LocalTablestore server, String operation) throws Exception {
    return get(server.endpoint() + "/_millrace/metrics")
        .lines()
        .filter(line -> line.startsWith("millrace_requests_total{operation=\"" + operation + "\""))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void keepsFewRecordsOfItsBatches() throws Exception {
    options.put("maxoffsetsperchannel", "5");
    Instances.putItems(client, "Items", 0, 400);
    spark.conf().set("spark.sql.streaming.minBatchesToRetain", "3");
    try {
      drain((rows, batch) -> rows.count());
    } finally {
      spark.conf().unset("spark.sql.streaming.minBatchesToRetain");
    }

    try (Stream<Path> claims = Files.list(directory.resolve("checkpoint/sources/0/claims"))) {
      assertThat(claims.count()).isBetween(2L, 5L);
    }
    assertThat(client.listTable().getTableNames()).containsExactly("Items");
  }

  @Test
  void twoQueriesOfTwoAccountsDoNotDisturbEachOther() throws Exception {
    try (LocalTablestore server =
        LocalTablestore.builder().accessKey("other", "other-secret").start()) {
      SyncClient second = new SyncClient(server.endpoint(), "other", "other-secret", "millrace");
      TunnelClient secondTunnels =
          new TunnelClient(server.endpoint(), "other", "other-secret", "millrace");
      LocalInstance there =
          new LocalInstance(server.endpoint(), "millrace", "other", "other-secret");
      Instances.createItems(second, "Items");
      Map<String, String> source = Instances.options(there, "Items", Instances.ITEMS);
      source.put("tunnel.id", Instances.createTunnel(secondTunnels, "Items", TunnelType.Stream));
      List<Long> here = Collections.synchronizedList(new ArrayList<>());
      List<Long> elsewhere = Collections.synchronizedList(new ArrayList<>());
      StreamingQuery one = start(options, "one", into(here));
      StreamingQuery two = start(source, "two", into(elsewhere));
      try {
        Instances.putItems(client, "Items", 0, 10);
        Instances.putItems(second, "Items", 100, 110);
        await(here, 10);
        await(elsewhere, 10);

        // A query that stops between its sink and its commit gives the batch once more.
        one.processAllAvailable();
        one.stop();
        Instances.putItems(second, "Items", 110, 120);
        await(elsewhere, 20);

        one = start(options, "one", into(here));
        Instances.putItems(client, "Items", 10, 20);
        await(here, 20);
        assertThat(two.exception().isEmpty()).isTrue();
      } finally {
        one.stop();
        two.stop();
        second.shutdown();
        secondTunnels.shutdown();
      }
      assertThat(here)
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, 20).boxed().toList());
      assertThat(elsewhere)
          .containsExactlyInAnyOrderElementsOf(LongStream.range(100, 120).boxed().toList());
    }
  }

  @Test
  void namesATunnelThatExpired() throws Exception {
    Instances.putItems(client, "Items", 0, 10);
    drain((rows, batch) -> rows.count());
    admin(
        "POST",
        "instances/" + instance.name() + "/tunnels/" + options.get("tunnel.id") + "/expire",
        "");

    assertThatThrownBy(() -> drain((rows, batch) -> rows.count()))
        .hasMessageContaining("unnel " + options.get("tunnel.id") + " of table Items")
        .hasMessageContaining("has expired")
        .hasMessageContaining("new checkpointLocation");
  }

  @Test
  void failsWhenItsTableIsMadeAnew() throws Exception {
    options.put("client.retry.time.s", "5");
    List<Long> given = Collections.synchronizedList(new ArrayList<>());
    StreamingQuery query = start(options, "checkpoint", into(given));
    try {
      Instances.putItems(client, "Items", 0, 10);
      await(given, 10);
      client.deleteTable(new DeleteTableRequest("Items"));
      Instances.createItems(client, "Items");
      Instances.putItems(client, "Items", 10, 20);

      Awaitility.await().atMost(LONG).until(() -> query.exception().isDefined());
      assertThat(query.exception().get())
          .hasMessageContaining("unnel " + options.get("tunnel.id") + " of table Items")
          .hasMessageContaining("does not exist any more: create a new tunnel");
    } finally {
      query.stop();
    }
  }

  @Test
  void outlivesItsServer() throws Exception {
    Path data = directory.resolve("data");
    LocalTablestore server = LocalTablestore.builder().partitions(4).dataDirectory(data).start();
    int port = server.port();
    LocalInstance there = new LocalInstance(server.endpoint(), "millrace", "local", "local");
    SyncClient writer = new SyncClient(server.endpoint(), "local", "local", "millrace");
    TunnelClient admin = new TunnelClient(server.endpoint(), "local", "local", "millrace");
    Map<String, String> sink = Instances.options(there, "Sink", Instances.ITEMS);
    StreamingQuery query = null;
    try {
      Instances.createItems(writer, "Source");
      Instances.createItems(writer, "Sink");
      Map<String, String> source = Instances.options(there, "Source", Instances.ITEMS);
      source.put("tunnel.id", Instances.createTunnel(admin, "Source", TunnelType.Stream));
      source.put("maxoffsetsperchannel", "100");
      query =
          spark
              .readStream()
              .format("tablestore")
              .options(source)
              .load()
              .writeStream()
              .format("tablestore")
              .options(sink)
              .option("checkpointLocation", directory.resolve("checkpoint").toString())
              .start();
      for (int round = 0; round < 2; round++) {
        Instances.putItems(writer, "Source", round * 3000, (round + 1) * 3000);
        int enough = round * 3000 + 500;
        Awaitility.await().atMost(LONG).until(() -> count(sink) >= enough);
        // In the middle of its batches. It meets a closed port for as long as the server needs.
        server.close();
        server = startAgain(data, port);
      }

      StreamingQuery running = query;
      Awaitility.await()
          .atMost(LONG)
          .until(() -> running.exception().isDefined() || count(sink) == 6000);
      assertThat(running.exception().isEmpty()).isTrue();
      assertThat(
              spark
                  .read()
                  .format("tablestore")
                  .options(sink)
                  .load()
                  .where("v = concat('item ', id) AND n = id % 10")
                  .count())
          .isEqualTo(6000);
    } finally {
      if (query != null) {
        query.stop();
      }
      writer.shutdown();
      admin.shutdown();
      server.close();
    }
  }

  /** Some client's own end of a connection may have the port for a moment. */
  private static LocalTablestore startAgain(Path data, int port) {
    return Awaitility.await()
        .atMost(LONG)
        .ignoreException(PortInUseException.class)
        .until(
            () -> LocalTablestore.builder().partitions(4).dataDirectory(data).port(port).start(),
            Objects::nonNull);
  }

  private long count(Map<String, String> table) {
    return spark.read().format("tablestore").options(table).load().count();
  }
}
