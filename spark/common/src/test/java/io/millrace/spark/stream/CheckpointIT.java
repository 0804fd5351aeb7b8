package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.spark.Instances;
import io.millrace.spark.error.InvalidCheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

/** Which checkpoints a query goes on from, and the sentences about those it refuses. */
class CheckpointIT extends ItemsStreams {

  /** What the last damage gave. */
  private Throwable refusal;

  /** Puts ten items and reads them, a number of times. */
  private void drainTens(int times) throws Exception {
    for (int ten = 0; ten < times; ten++) {
      Instances.putItems(client, "Items", 10 * ten, 10 * ten + 10);
      drain();
    }
  }

  @Test
  void refusesTheCheckpointOfAnotherTunnel() throws Exception {
    drainTens(1);
    String former = options.get("tunnel.id");
    String other = Instances.createTunnel(tunnels, "Items", TunnelType.BaseAndStream);
    options.put("tunnel.id", other);

    assertThatThrownBy(this::drain)
        .hasMessageContaining("belongs to a query on tunnel " + former + " of table Items")
        .hasMessageContaining("not on tunnel " + other)
        .hasMessageContaining("give this query its own checkpointLocation");
  }

  @Test
  void refusesACheckpointWhoseFilesAreLostOrDamaged() throws Exception {
    drainTens(2);
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
    refusesWith(
        "offsets/" + newest,
        offsets.replaceFirst("\"from\":\\{.*", "\"from\":{}}"),
        "holds an offset without a channel",
        "give the query a new checkpointLocation");
    delete(checkpoint("sources"));
    assertThatThrownBy(this::drain).hasMessageContaining("has lost the file millrace-source.json");
  }

  /** However they are damaged, and whatever of Spark's reads them. */
  @Test
  void refusesACheckpointWhereSparksFilesAreDamaged() throws Exception {
    drainTens(3);
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
            "The file "
                + file
                + " in the checkpoint file:"
                + checkpoint("")
                + " is cut or damaged: "
                + remedy);
        assertThat(refusal).isInstanceOf(InvalidCheckpointException.class);
        assertThat(refusal.getMessage()).endsWith(remedy);
      }
    }
    // Spark compares it with the checksum beside it, where there is one.
    Path checksum = checkpoint("offsets/." + newest + ".crc");
    Files.write(checksum, new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0, 1, 2, 3, 4});
    assertThatThrownBy(this::drain)
        .hasMessageContainingAll("The file offsets/" + newest, "is cut or damaged: " + anew);
    Files.delete(checksum);
    // What a newer Spark wrote, Spark names itself, each version in its own words.
    for (String log : List.of("offsets/", "commits/")) {
      String whole = Files.readString(checkpoint(log + newest));
      refusesWith(log + newest, whole.replaceFirst("v1", "v99"), log + newest, "encountered v99");
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
    refusal = catchThrowable(this::drain);
    assertThat(refusal).hasMessageContainingAll(sentence);
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
