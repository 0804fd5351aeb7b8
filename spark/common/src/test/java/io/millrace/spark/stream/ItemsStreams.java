package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
import org.apache.spark.sql.streaming.Trigger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Streams of the changes of a table of items, in four channels. With a limit, as a stream that
 * makes batches without end never ends.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class ItemsStreams {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  static final Duration LONG = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;
  final SparkSession spark = SparkLocal.session();
  LocalInstance instance;
  SyncClient client;
  TunnelClient tunnels;

  /** Those of a new tunnel of the table; a test may change them. */
  Map<String, String> options;

  /** The ids of each batch of {@link #drain()} and {@link #collecting}, as they came. */
  final List<List<Long>> batches = Collections.synchronizedList(new ArrayList<>());

  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  final void createTable(LocalInstance instance, SyncClient client, TunnelClient tunnels) {
    this.instance = instance;
    this.client = client;
    this.tunnels = tunnels;
    Instances.createItems(client, "Items");
    options = Instances.options(instance, "Items", Instances.ITEMS);
    options.put("tunnel.id", Instances.createTunnel(tunnels, "Items", TunnelType.Stream));
  }

  final Dataset<Row> changes() {
    return spark.readStream().format("tablestore").options(options).load();
  }

  final StreamingQuery start(
      Map<String, String> source, String checkpoint, VoidFunction2<Dataset<Row>, Long> sink)
      throws Exception {
    return spark
        .readStream()
        .format("tablestore")
        .options(source)
        .load()
        .writeStream()
        .foreachBatch(sink)
        .option("checkpointLocation", directory.resolve(checkpoint).toString())
        .start();
  }

  final DataStreamWriter<Row> collecting(Dataset<Row> query) {
    VoidFunction2<Dataset<Row>, Long> collect = (rows, batch) -> batches.add(idsOf(rows));
    return query
        .writeStream()
        .foreachBatch(collect)
        .option("checkpointLocation", directory.resolve("checkpoint").toString());
  }

  /** All ids of {@link #batches}. */
  final List<Long> allIds() {
    return batches.stream().flatMap(List::stream).sorted().toList();
  }

  final void drain() throws Exception {
    drain(collecting(changes()));
  }

  /** Reads what is there, with the checkpoint that all calls share, and ends. */
  final void drain(VoidFunction2<Dataset<Row>, Long> sink) throws Exception {
    drain(changes(), sink);
  }

  final void drain(Dataset<Row> query, VoidFunction2<Dataset<Row>, Long> sink) throws Exception {
    drain(
        query
            .writeStream()
            .foreachBatch(sink)
            .option("checkpointLocation", directory.resolve("checkpoint").toString()));
  }

  static void drain(DataStreamWriter<Row> query) throws Exception {
    StreamingQuery draining = query.trigger(Trigger.AvailableNow()).start();
    try {
      draining.awaitTermination();
    } finally {
      draining.stop();
    }
  }

  static List<Long> newIds() {
    return Collections.synchronizedList(new ArrayList<>());
  }

  static VoidFunction2<Dataset<Row>, Long> into(List<Long> ids) {
    return (rows, batch) -> ids.addAll(idsOf(rows));
  }

  static List<Long> idsOf(Dataset<Row> rows) {
    return rows.select("id").collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  static void await(List<Long> ids, int count) {
    Awaitility.await().atMost(LONG).until(() -> ids.size() >= count);
  }

  static List<Long> ids(long first, long end) {
    return LongStream.range(first, end).boxed().toList();
  }

  static void delete(Path file) throws IOException {
    try (Stream<Path> all = Files.walk(file)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  final JsonNode admin(String method, String path, String body) throws Exception {
    return JSON.readTree(
        answer(
            HttpRequest.newBuilder(URI.create(instance.endpoint() + "/_millrace/" + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))));
  }

  final String get(String address) throws Exception {
    return answer(HttpRequest.newBuilder(URI.create(address)));
  }

  private String answer(HttpRequest.Builder request) throws Exception {
    HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  final List<String> openShards() throws Exception {
    List<String> open = new ArrayList<>();
    for (JsonNode shard :
        admin("GET", "instances/" + instance.name() + "/tables/Items/shards", "").path("shards")) {
      if (!shard.path("closed").asBoolean()) {
        open.add(shard.path("id").asText());
      }
    }
    return open;
  }

  final List<String> split(String shard) throws Exception {
    List<String> children = new ArrayList<>();
    for (JsonNode child :
        admin(
                "POST",
                "instances/" + instance.name() + "/tables/Items/split",
                "{\"shard\":\"" + shard + "\"}")
            .path("shards")) {
      children.add(child.path("id").asText());
    }
    return children;
  }

  final void merge(List<String> shards) throws Exception {
    admin(
        "POST",
        "instances/" + instance.name() + "/tables/Items/merge",
        JSON.writeValueAsString(Map.of("shards", shards)));
  }
}
