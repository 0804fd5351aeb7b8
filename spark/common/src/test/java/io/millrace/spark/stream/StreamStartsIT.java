package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.spark.Instances;
import io.millrace.spark.ToldInLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Where a stream begins, for the first time and with a checkpoint. */
class StreamStartsIT extends ItemsStreams {

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
  void aBatchThatFailedIsGivenAgainUnchanged() throws Exception {
    Instances.putItems(client, "Items", 0, 400);
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

    assertThat(given).hasSize(7);
    for (int i = 0; i + 1 < given.size(); i += 2) {
      assertThat(given.get(i + 1)).isEqualTo(given.get(i));
    }
  }

  /** It stops, and goes on from there when that is put right. */
  @Test
  void namesACellThatDoesNotFitItsType() throws Exception {
    Instances.putItems(client, "Items", 5, 6);
    String right = options.put("catalog", Instances.ITEMS.replace("\"string\"", "\"long\""));
    List<Long> given = newIds();

    assertThatThrownBy(() -> drain((rows, batch) -> rows.collectAsList()))
        .hasStackTraceContaining(
            "Column 'v' of table Items holds a value of type STRING in the row with key (id=5)");

    options.put("catalog", right);
    drain(into(given));
    assertThat(given).containsExactly(5L);
  }

  /** What does not pass in the retry time ends the query, which goes on when it has passed. */
  @Test
  void namesWhatCannotBeUsed() throws Exception {
    options.put("client.retry.time.s", "1");
    options.put("claim.store", "table");
    Instances.putItems(client, "Items", 0, 10);
    for (String operation : List.of("tunnel/readrecords", "tunnel/describe")) {
      admin(
          "POST",
          "faults",
          "{\"operation\":\"" + operation + "\",\"times\":1000,\"error\":\"OTSServerBusy\"}");
      assertThatThrownBy(this::drain)
          .hasMessageContaining("unnel " + options.get("tunnel.id") + " of table Items")
          .hasMessageContaining(" cannot be used: OTSServerBusy, ")
          .hasMessageContaining("Start the query again when that is put right");
      admin("DELETE", "faults", "");
    }
    drain();
    assertThat(allIds()).isEqualTo(ids(0, 10));

    StreamingQuery query = collecting(changes()).start();
    try {
      query.processAllAvailable();
      client.deleteTable(new DeleteTableRequest("__millrace_claims__"));
      Instances.putItems(client, "Items", 10, 20);
      assertThatThrownBy(query::processAllAvailable)
          .hasStackTraceContaining("Table __millrace_claims__, which keeps the records of")
          .hasStackTraceContaining(" cannot be used: OTSObjectNotExist, ");
    } finally {
      query.stop();
    }
    drain();
    assertThat(allIds()).containsAll(ids(0, 20));
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
  void tellsOfATimeThatTheTunnelHasPassed() throws Exception {
    Instant before = Instant.now().minusSeconds(60);
    Instances.putItems(client, "Items", 0, 10);
    drain();
    Instances.putItems(client, "Items", 10, 20);

    directory = directory.resolve("before");
    options.put("start.position", before.toString());
    assertThat(ToldInLog.by(SourceStart.class.getName(), this::drained))
        .singleElement()
        .asString()
        .startsWith("tunnel " + options.get("tunnel.id") + " of table Items in instance ")
        .contains(" was read up to ", " before, so that changes since ")
        .contains(
            ", the start.position, may be missing: give a new tunnel.name with tunnel.create");

    directory = directory.resolve("after");
    options.put("start.position", Instant.now().toString());
    assertThat(ToldInLog.by(SourceStart.class.getName(), this::drained)).isEmpty();
    assertThat(allIds()).isEqualTo(ids(0, 20));
  }

  private Void drained() throws Exception {
    drain();
    return null;
  }

  @Test
  void namesATableThatWasDroppedBeforeARestart() throws Exception {
    Instances.putItems(client, "Items", 0, 10);
    drain();
    Dataset<Row> loaded = changes();
    client.deleteTable(new DeleteTableRequest("Items"));
    assertThatThrownBy(() -> drain(collecting(loaded)))
        .hasMessageContaining(options.get("tunnel.id") + " of table Items in instance ")
        .hasMessageContaining(" does not exist any more");
    String gone = "Table Items does not exist in instance " + instance.name();
    assertThatThrownBy(this::drain).hasMessageContaining(gone);

    options.remove("tunnel.id");
    options.put("tunnel.name", "of_Items_Stream");
    assertThatThrownBy(this::drain).hasMessageContaining(gone);
    options.put("tunnel.create", "true");
    assertThatThrownBy(this::drain).hasMessageContaining(gone);
  }
}
