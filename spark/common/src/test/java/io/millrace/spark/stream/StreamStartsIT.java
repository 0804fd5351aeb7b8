package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.spark.Instances;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    delete(checkpoint("sources"));
    assertThatThrownBy(this::drain).hasMessageContaining("has lost the file millrace-source.json");
  }

  /** However they are damaged, and whatever of Spark's reads them. */
  @Test
  void refusesACheckpointWhereSparksFilesAreDamaged() throws Exception {
    Instances.putItems(client, "Items", 0, 10);
    drain();
    Instances.putItems(client, "Items", 10, 20);
    drain();
    Instances.putItems(client, "Items", 20, 30);
    drain();
    long newest = last("offsets");
    String anew = "restore it, or give the query a new checkpointLocation, to begin anew.";
    String again = "delete it, and batch " + newest + " comes again with the same rows.";
    String offsets = Files.readString(checkpoint("offsets/" + newest));
    String commit = Files.readString(checkpoint("commits/" + newest));
    Map<String, List<String>> damages =
        Map.of(
            "metadata",
            List.of("", "{\"id\":\"12", "{}", "\0\0\0\0"),
            "offsets/" + newest,
            List.of(
                "",
                "v1",
                offsets.substring(0, offsets.lastIndexOf('\n')),
                offsets.substring(0, offsets.length() - 9),
                offsets.substring(0, offsets.lastIndexOf('\n') + 4),
                "\0".repeat(offsets.length())),
            "offsets/" + (newest - 1),
            List.of("v1\n{\"batch"),
            "commits/" + newest,
            List.of("", "v1", "v1\n{\"next", "\0".repeat(commit.length())));
    for (Map.Entry<String, List<String>> damaged : damages.entrySet()) {
      String file = damaged.getKey();
      String remedy = file.startsWith("commits") ? again : anew;
      for (String content : damaged.getValue()) {
        refusesWith(
            file,
            content,
            "The file " + file + " in the checkpoint ",
            "/checkpoint is cut or damaged: " + remedy);
      }
    }
    // Spark compares it with the checksum beside it, where there is one.
    Path checksum = checkpoint("offsets/." + newest + ".crc");
    Files.write(checksum, new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0, 1, 2, 3, 4});
    assertThatThrownBy(this::drain)
        .hasMessageContainingAll("The file offsets/" + newest, "is cut or damaged: " + anew);
    Files.delete(checksum);
    // What a newer Spark wrote, Spark names itself.
    for (String log : List.of("offsets/", "commits/")) {
      String whole = Files.readString(checkpoint(log + newest));
      refusesWith(
          log + newest,
          whole.replaceFirst("v1", "v99"),
          log + newest,
          "encountered v99",
          "produced by a newer version of Spark");
    }

    List<Long> before = batches.get(batches.size() - 1);
    Files.delete(checkpoint("commits/" + newest));
    drain();
    assertThat(batches.get(batches.size() - 1)).isEqualTo(before);
  }

  /** State in RocksDB, the newest formats, logs that are written behind the batches. */
  @Test
  void acceptsACheckpointOfEveryLayoutThatSparkHas() throws Exception {
    // The local server brings a RocksDB here that Spark 3.5 cannot use.
    boolean older = spark.version().compareTo("4.2") < 0;
    Map<String, String> settings =
        older
            ? Map.of()
            : Map.of(
                "spark.sql.streaming.stateStore.providerClass",
                "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider",
                "spark.sql.streaming.stateStore.checkpointFormatVersion",
                "2",
                "spark.sql.streaming.offsetLog.formatVersion",
                "2");
    settings.forEach(spark.conf()::set);
    try {
      for (int run = 0; run < 3; run++) {
        Instances.putItems(client, "Items", run * 10, run * 10 + 10);
        drain(collecting(changes().groupBy("id").count()).outputMode("update"));
      }
    } finally {
      settings.keySet().forEach(spark.conf()::unset);
    }
    assertThat(allIds()).isEqualTo(ids(0, 30));
    assertThat(Files.readString(checkpoint("commits/" + last("commits"))))
        .startsWith(older ? "v1" : "v2");

    directory = directory.resolve("behind");
    batches.clear();
    for (int run = 3; run < 6; run++) {
      Instances.putItems(client, "Items", run * 10, run * 10 + 10);
      StreamingQuery query =
          collecting(changes())
              .option("asyncProgressTrackingEnabled", "true")
              .option("_asyncProgressTrackingOverrideSinkSupportCheck", "true")
              .start();
      try {
        query.processAllAvailable();
      } finally {
        query.stop();
      }
    }
    assertThat(allIds()).containsAll(ids(30, 60));
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
}
