package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.StartOffsetFlag;
import com.alicloud.openservices.tablestore.model.tunnel.StreamTunnelConfig;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.alicloud.openservices.tablestore.model.tunnel.internal.CheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointRequest;
import io.millrace.spark.Instances;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.OptionValues;
import io.millrace.spark.options.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReader;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.SupportsAdmissionControl;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** More than one reader of a tunnel: the sources of one query, two queries, another client. */
class SharedTunnelIT extends ItemsStreams {

  /** A source of a query, whose batches are made by hand. */
  private final class Source implements AutoCloseable {

    private final List<Long> ids = new ArrayList<>();
    private final MicroBatchStream stream;
    private Offset last;

    Source(int number) {
      OptionValues values = OptionValues.of(options);
      stream =
          TunnelStreams.open(
              Connection.of(values),
              "Items",
              StreamSettings.of(values),
              spark.read().format("tablestore").options(options).load().schema(),
              directory.resolve("sources/" + number).toString());
      last = stream.initialOffset();
    }

    void readAll() throws Exception {
      while (true) {
        Offset end = ((SupportsAdmissionControl) stream).latestOffset(last, ReadLimit.maxRows(1));
        if (end == null || end.equals(last)) {
          return;
        }
        for (InputPartition partition : stream.planInputPartitions(last, end)) {
          try (PartitionReader<InternalRow> rows =
              stream.createReaderFactory().createReader(partition)) {
            while (rows.next()) {
              ids.add(rows.get().getLong(0));
            }
          }
        }
        stream.commit(end);
        last = end;
      }
    }

    @Override
    public void close() {
      stream.stop();
    }
  }

  /** As in a self-join: what one has read, and told the tunnel, the other must not miss. */
  @Test
  void sourcesOfOneQueryWaitForEachOtherAtTheEndOfAChannel() throws Exception {
    options.put("maxoffsetsperchannel", "10");
    Instances.putItems(client, "Items", 0, 100);
    try (Source one = new Source(0);
        Source other = new Source(1)) {
      split(openShards().get(0));
      Instances.putItems(client, "Items", 100, 200);

      one.readAll();
      assertThat(one.ids).contains(0L).hasSizeLessThan(200).doesNotHaveDuplicates();
      Awaitility.await()
          .atMost(LONG)
          .until(
              () -> {
                one.readAll();
                other.readAll();
                return one.ids.size() >= 200 && other.ids.size() >= 200;
              });

      assertThat(one.ids).containsExactlyInAnyOrderElementsOf(ids(0, 200));
      assertThat(other.ids).containsExactlyInAnyOrderElementsOf(ids(0, 200));
    }
  }

  /** The one that is ahead reads no child of a channel before the other has read that channel. */
  @Test
  void queriesThatRunTogetherWaitForEachOtherAtTheEndOfAChannel() throws Exception {
    options.put("maxoffsetsperchannel", "10");
    List<Long> ofOne = newIds();
    List<Long> ofOther = newIds();
    CountDownLatch behind = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    Instances.putItems(client, "Items", 0, 20);
    StreamingQuery one = start(options, "one", into(ofOne));
    try {
      await(ofOne, 20);
      StreamingQuery other =
          start(
              options,
              "other",
              (rows, batch) -> {
                List<Long> ids = idsOf(rows);
                ofOther.addAll(ids);
                if (ids.stream().anyMatch(id -> id >= 20)) {
                  behind.countDown();
                  assertThat(gate.await(LONG.toMinutes(), TimeUnit.MINUTES)).isTrue();
                }
              });
      try {
        other.processAllAvailable();
        Instances.putItems(client, "Items", 20, 120);
        split(openShards().get(0));
        Instances.putItems(client, "Items", 120, 220);
        assertThat(behind.await(LONG.toMinutes(), TimeUnit.MINUTES)).isTrue();
        one.processAllAvailable();
        assertThat(ofOne).containsAll(ids(0, 120)).hasSizeLessThan(220);

        // Its place in that channel is the end, which its checkpoint says and its next run begins
        // with.
        Instances.putItems(client, "Items", 220, 240);
        one.processAllAvailable();
        one.stop();
        one = start(options, "one", into(ofOne));
        one.processAllAvailable();
        assertThat(ofOne).hasSizeLessThan(240);

        gate.countDown();
        Awaitility.await()
            .atMost(LONG)
            .until(() -> ofOne.size() >= 240 && ofOther.containsAll(ids(20, 240)));
        other.processAllAvailable();
      } finally {
        gate.countDown();
        other.stop();
      }
      assertThat(ofOther).doesNotHaveDuplicates();
      assertThat(ofOne).containsExactlyInAnyOrderElementsOf(ids(0, 240));
    } finally {
      one.stop();
    }
  }

  /** However far the first has moved the tunnel before the second starts. */
  @Test
  void queriesThatStartTogetherBeginTogether() throws Exception {
    List<Long> ofOne = newIds();
    List<Long> ofOther = newIds();
    Instances.putItems(client, "Items", 0, 100);
    CreateTunnelRequest tunnel = new CreateTunnelRequest("Items", "together", TunnelType.Stream);
    tunnel.setStreamTunnelConfig(new StreamTunnelConfig(StartOffsetFlag.EARLIEST));
    options.put("tunnel.id", tunnels.createTunnel(tunnel).getTunnelId());
    options.put("start.position", "earliest");
    Map<String, String> before = positions();
    StreamingQuery one = start(options, "one", into(ofOne));
    try {
      one.processAllAvailable();
      Awaitility.await()
          .atMost(LONG)
          .until(() -> Collections.disjoint(positions().values(), before.values()));

      StreamingQuery other = start(options, "other", into(ofOther));
      other.processAllAvailable();
      other.stop();
      assertThat(ofOther).containsExactlyInAnyOrderElementsOf(ids(0, 100));
    } finally {
      one.stop();
    }

    // With nobody beside it, a query begins at the tunnel's own position.
    options.remove("start.position");
    StreamingQuery late = start(options, "late", into(ofOther));
    Instances.putItems(client, "Items", 100, 110);
    late.processAllAvailable();
    late.stop();
    assertThat(ofOther).containsExactlyInAnyOrderElementsOf(ids(0, 110));
  }

  /** The tunnel's own position in each of its channels. */
  private Map<String, String> positions() {
    Map<String, String> positions = new HashMap<>();
    for (ChannelInfo channel :
        tunnels.describeTunnel(new DescribeTunnelRequest("Items", "together")).getChannelInfos()) {
      positions.put(
          channel.getChannelId(),
          tunnels
              .getCheckpoint(
                  new GetCheckpointRequest(
                      options.get("tunnel.id"), "spark-client", channel.getChannelId()))
              .getCheckpoint());
    }
    return positions;
  }

  @Test
  void aQueryThatWasAwayBeginsWhereItsChannelsDid() throws Exception {
    List<Long> ofOne = newIds();
    List<Long> ofOther = newIds();
    StreamingQuery one = start(options, "one", into(ofOne));
    try {
      StreamingQuery other = start(options, "other", into(ofOther));
      one.processAllAvailable();
      other.processAllAvailable();
      Instances.putItems(client, "Items", 0, 100);
      await(ofOther, 100);
      other.processAllAvailable();
      other.stop();

      // One that has stopped holds up nobody.
      List<String> children = split(openShards().get(0));
      Instances.putItems(client, "Items", 100, 200);
      await(ofOne, 200);
      Instances.putItems(client, "Items", 200, 201);
      await(ofOne, 201);
      one.processAllAvailable();

      other = start(options, "other", into(ofOther));
      await(ofOther, 201);
      other.processAllAvailable();
      other.stop();
      assertThat(ofOther).containsExactlyInAnyOrderElementsOf(ids(0, 201));

      // A whole channel opens and ends while it is away, with its rows.
      List<String> grandchildren = split(children.get(0));
      Instances.putItems(client, "Items", 201, 301);
      await(ofOne, 301);
      merge(grandchildren);
      Instances.putItems(client, "Items", 301, 401);
      await(ofOne, 401);

      StreamingQuery late = start(options, "other", into(ofOther));
      Awaitility.await().atMost(LONG).until(() -> late.exception().isDefined());
      assertThat(late.exception().get())
          .hasMessageContaining("unnel " + options.get("tunnel.id") + " of table Items")
          .hasMessageContaining("is read by another query or client too, which ended channel")
          .hasMessageContaining("give each a tunnel of its own");

      options.put("failondataloss", "false");
      Instances.putItems(client, "Items", 401, 402);
      StreamingQuery again = start(options, "other", into(ofOther));
      Awaitility.await().atMost(LONG).until(() -> ofOther.contains(401L));
      again.processAllAvailable();
      again.stop();
      assertThat(ofOther).doesNotHaveDuplicates();
    } finally {
      one.stop();
    }
  }

  /** Its batches come again, and the channels that it has ended itself are no other's doing. */
  @Test
  void goesBackInItsCheckpointBehindTheEndOfAChannel() throws Exception {
    options.put("maxoffsetsperchannel", "5");
    List<Long> given = newIds();
    Instances.putItems(client, "Items", 0, 100);
    drain((rows, batch) -> rows.count());
    Instances.putItems(client, "Items", 100, 200);
    split(openShards().get(0));
    Instances.putItems(client, "Items", 200, 300);
    drain(into(given));
    assertThat(given).containsExactlyInAnyOrderElementsOf(ids(100, 300));

    forgetAfter(1, "commits");
    forgetAfter(1, "offsets");
    forgetAfter(2, "sources/0/claims"); // Which count from one.
    List<Long> again = newIds();
    drain(into(again));

    assertThat(again).isNotEmpty();
  }

  private void forgetAfter(int last, String log) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("checkpoint").resolve(log))) {
      for (Path file : files.toList()) {
        String batch = file.getFileName().toString().replaceAll("^\\.|\\.crc$", "");
        if (batch.matches("\\d+") && Integer.parseInt(batch) > last) {
          delete(file);
        }
      }
    }
  }

  @Test
  void namesAnotherClientThatEndsItsChannels() throws Exception {
    Instances.putItems(client, "Items", 0, 20);
    drain((rows, batch) -> rows.count());
    Instances.putItems(client, "Items", 20, 120);
    for (ChannelInfo channel :
        tunnels
            .describeTunnel(new DescribeTunnelRequest("Items", "of_Items_Stream"))
            .getChannelInfos()) {
      tunnels.checkpoint(
          new CheckpointRequest(
              options.get("tunnel.id"), "spark-client", channel.getChannelId(), "finished", 0));
    }

    assertThatThrownBy(() -> drain((rows, batch) -> rows.count()))
        .hasMessageContaining("unnel " + options.get("tunnel.id") + " of table Items")
        .hasMessageContaining("is read by another query or client too, which ended channel")
        .hasMessageContaining("give each a tunnel of its own");
  }
}
