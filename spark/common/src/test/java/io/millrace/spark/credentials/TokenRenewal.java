package io.millrace.spark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.spark.Instances;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.OptionValues;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** A temporary key that is renewed in its provider while a batch and a stream are running. */
final class TokenRenewal {

  /** The tokens, in turn. */
  static final List<String> TOKENS = List.of("t0k3nOne", "t0k3nTwo", "t0k3nThree");

  private static final int ROWS = 11_000; // Three pages of the service.
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final SparkSession spark;
  private final Path directory;
  private final LocalInstance instance;
  private final String provider;

  TokenRenewal(SparkSession spark, LocalInstance instance, Path directory) {
    this.spark = spark;
    this.instance = instance;
    this.directory = directory;
    provider = "localjceks://file" + directory.resolve("sts-keys.jceks");
  }

  void run(SyncClient client, TunnelClient tunnels) throws Exception {
    KeyStores.store(provider, "sts.access.key.id", instance.accessKeyId());
    KeyStores.store(provider, "sts.access.key.secret", instance.accessKeySecret());
    store(provider, TOKENS.get(0));
    Instances.createItems(client, "Many");
    Instances.createItems(client, "ManyCopies");
    Instances.putItems(client, "Many", 0, ROWS);
    try (RecordingProxy proxy = new RecordingProxy(instance.endpoint())) {
      whileABatchRuns(proxy);
      whileAStreamRuns(proxy, client, Instances.createTunnel(tunnels, "Many", TunnelType.Stream));
    }
  }

  private Map<String, String> options(RecordingProxy proxy, String table) {
    Map<String, String> options = Instances.options(instance, table, Instances.ITEMS);
    options.remove("access.key.id");
    options.remove("access.key.secret");
    options.put("endpoint", proxy.endpoint());
    options.put("credential.provider.path", provider);
    options.put("credential.alias", "sts");
    options.put("credential.refresh.s", "1");
    return options;
  }

  private static void store(String provider, String token) throws IOException {
    KeyStores.store(provider, "sts.security.token", token);
  }

  /** Stores a token and waits until this JVM, which is driver and executor, has read it. */
  private static void renew(Connection connection, String provider, String token)
      throws IOException {
    store(provider, token);
    await().atMost(LIMIT).until(() -> token.equals(connection.credentials().current().token()));
  }

  private void whileABatchRuns(RecordingProxy proxy) {
    Map<String, String> options = options(proxy, "Many");
    options.put("bulk.export", "false");
    options.put("max.split.count", "1");
    Connection connection = Connection.of(OptionValues.of(options));
    String path = provider;
    ForeachPartitionFunction<Row> renewing =
        rows -> {
          assertThat(rows.hasNext()).isTrue();
          rows.next();
          renew(connection, path, TOKENS.get(1));
          while (rows.hasNext()) {
            rows.next();
          }
        };

    spark.read().format("tablestore").options(options).load().foreachPartition(renewing);

    List<String> tokens =
        proxy.calls().stream()
            .filter(call -> call.operation().equals("/GetRange"))
            .map(RecordingProxy.Call::token)
            .toList();
    assertThat(tokens).hasSizeGreaterThanOrEqualTo(3).startsWith(TOKENS.get(0));
    assertThat(tokens).endsWith(TOKENS.get(1));
  }

  private void whileAStreamRuns(RecordingProxy proxy, SyncClient client, String tunnel)
      throws Exception {
    Map<String, String> source = options(proxy, "Many");
    source.put("tunnel.id", tunnel);
    StreamingQuery query =
        spark
            .readStream()
            .format("tablestore")
            .options(source)
            .load()
            .writeStream()
            .format("tablestore")
            .options(options(proxy, "ManyCopies"))
            .option("checkpointLocation", directory.resolve("renewal").toUri().toString())
            .start();
    try {
      Instances.putItems(client, "Many", ROWS, ROWS + 10);
      query.processAllAvailable();

      renew(Connection.of(OptionValues.of(source)), provider, TOKENS.get(2));
      // What was signed before is answered when all of this batch is.
      Instances.putItems(client, "Many", ROWS + 10, ROWS + 20);
      query.processAllAvailable();
      proxy.forget();
      Instances.putItems(client, "Many", ROWS + 20, ROWS + 30);
      query.processAllAvailable();
    } finally {
      query.stop();
    }

    assertThat(proxy.calls())
        .extracting(RecordingProxy.Call::operation)
        .contains("/tunnel/readrecords", "/BatchWriteRow");
    assertThat(proxy.calls()).extracting(RecordingProxy.Call::token).containsOnly(TOKENS.get(2));
    assertThat(
            spark.read().format("tablestore").options(options(proxy, "ManyCopies")).load().count())
        .isEqualTo(30);
  }
}
