package io.millrace.spark.credentials;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.server.LocalTablestore;
import io.millrace.spark.Instances;
import io.millrace.spark.catalog.TablestoreCatalog;
import io.millrace.spark.source.SessionCatalogInstaller;
import io.millrace.spark.source.TablestoreStatements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.FileAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Access keys that are not in the options, and what a whole run leaves behind of those that are.
 */
class SecretsIT {

  private static final String ID = "idQ7w8E9r0";
  private static final String SECRET = "s3cr3tX1y2Z3";
  private static final String TOKEN = "t0k3nA4b5C6";

  @TempDir private static Path directory;

  private static SparkSession session(String endpoint) throws IOException {
    Files.createDirectories(directory.resolve("events"));
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.sql.warehouse.dir", directory.resolve("warehouse").toUri().toString())
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.sql.catalog.ots", TablestoreCatalog.class.getName())
            .config("spark.sql.catalog.ots.endpoint", endpoint)
            .config("spark.sql.catalog.ots.instance.name", "shop")
            .config("spark.sql.catalog.ots.access.key.id", ID)
            .config("spark.sql.catalog.ots.access.key.secret", SECRET)
            .config("spark.eventLog.enabled", "true")
            .config("spark.eventLog.compress", "false")
            .config("spark.eventLog.dir", directory.resolve("events").toUri().toString())
            .getOrCreate();
    SessionCatalogInstaller.install(session);
    return session;
  }

  /** Everything that is logged, our own packages in every detail. */
  private static void logToFile(Path file) {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    FileAppender appender =
        FileAppender.newBuilder()
            .setName("whole run")
            .withFileName(file.toString())
            .setLayout(PatternLayout.createDefaultLayout())
            .setConfiguration(context.getConfiguration())
            .build();
    appender.start();
    context.getConfiguration().getRootLogger().addAppender(appender, Level.ALL, null);
    Configurator.setLevel("io.millrace", Level.DEBUG);
  }

  @Test
  void aWholeRunLeavesNoSecretBehind() throws Exception {
    try (LocalTablestore server =
        LocalTablestore.builder().partitions(4).instance("shop").accessKey(ID, SECRET).start()) {
      SparkSession spark = session(server.endpoint());
      logToFile(directory.resolve("run.log"));
      LocalInstance instance = new LocalInstance(server.endpoint(), "shop", ID, SECRET);
      StringBuilder said = new StringBuilder();
      SyncClient client = new SyncClient(server.endpoint(), ID, SECRET, "shop");
      TunnelClient tunnels = new TunnelClient(server.endpoint(), ID, SECRET, "shop");
      try {
        run(spark, instance, client, tunnels, said);
        rotates(spark, instance);
        new TokenRenewal(spark, instance, directory).run(client, tunnels);
      } finally {
        client.shutdown();
        tunnels.shutdown();
        spark.stop();
      }

      List<Path> left = files();
      assertThat(left.toString()).contains("run.log", "events", "checkpoint");
      for (Path file : left) {
        said.append(Files.readString(file, ISO_8859_1));
      }
      assertThat(said).contains("Items", "NULL");
      List<String> secrets = new ArrayList<>(TokenRenewal.TOKENS);
      secrets.addAll(List.of(SECRET, TOKEN, ID));
      for (String secret : secrets) {
        int at = said.indexOf(secret);
        String around =
            at < 0 ? "" : said.substring(Math.max(0, at - 300), Math.min(said.length(), at + 100));
        assertThat(around).as("text around %s", secret).isEmpty();
      }
    }
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(directory)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("keys.jceks"))
          .forEach(files::add);
    }
    return files;
  }

  private static void run(
      SparkSession spark,
      LocalInstance instance,
      SyncClient client,
      TunnelClient tunnels,
      StringBuilder said)
      throws Exception {
    Instances.createItems(client, "Items");
    Instances.createItems(client, "Copy");
    Instances.putItems(client, "Items", 0, 10);
    String tunnel = Instances.createTunnel(tunnels, "Items", TunnelType.BaseData);
    Map<String, String> options = Instances.options(instance, "Items", Instances.ITEMS);
    options.put("security.token", TOKEN);
    spark.sql(Instances.createStatement("items", "", options));
    options.put("table.name", "Copy");
    spark.sql(Instances.createStatement("copy", "", options));
    options.put("table.name", "Nothing");
    failed(said, spark, Instances.createStatement("wrong", "", options));
    options.put("access.key.secret", SECRET + "x");
    failed(said, spark, Instances.createStatement("wrong", "", options));

    for (String sql :
        List.of(
            "DESCRIBE EXTENDED items",
            "SHOW CREATE TABLE items",
            "SHOW TBLPROPERTIES items",
            "EXPLAIN EXTENDED SELECT * FROM items WHERE id > 3 AND v = 'x'",
            "EXPLAIN FORMATTED INSERT INTO copy SELECT * FROM items",
            "INSERT INTO copy SELECT * FROM items",
            "SELECT count(*) FROM items JOIN copy USING (id) WHERE items.n > 2")) {
      said.append(spark.sql(sql).collectAsList()).append(spark.sql(sql).queryExecution());
    }
    failed(said, spark, "INSERT INTO items SELECT CAST(NULL AS BIGINT), 'x', 1L");

    // Set in the session, Spark would put it into the event log with every job.
    spark.conf().set("spark.sql.catalog.late", TablestoreCatalog.class.getName());
    spark.conf().set("spark.sql.catalog.late.endpoint", instance.endpoint());
    spark.conf().set("spark.sql.catalog.late.instance.name", "shop");
    spark.conf().set("spark.sql.catalog.late.access.key.secret", "mistake");
    assertThatThrownBy(() -> spark.sql("SHOW TABLES IN late"))
        .hasMessageContaining("give it with --conf when Spark is started");
    for (String sql :
        List.of("SHOW TABLES IN ots", "DESCRIBE EXTENDED ots.Items", "SELECT * FROM ots.Items")) {
      said.append(spark.sql(sql).collectAsList()).append(spark.sql(sql).queryExecution());
    }

    Dataset<Row> scan =
        TablestoreStatements.openStreamScan(
            spark,
            TablestoreStatements.find(spark, "items").orElseThrow(),
            Map.of("tunnel.id", tunnel, "record.columns", "true"));
    said.append(scan.queryExecution());
    StreamingQuery query =
        spark
            .readStream()
            .option("tunnel.id", tunnel)
            .table("items")
            .select("id", "n")
            .union(scan.select("id", "n"))
            .writeStream()
            .option("checkpointLocation", directory.resolve("checkpoint").toUri().toString())
            .trigger(Trigger.AvailableNow())
            .toTable("copy");
    query.awaitTermination(120_000);
    said.append(query.lastProgress()).append(query.exception());
  }

  private static void failed(StringBuilder said, SparkSession spark, String sql) {
    assertThatThrownBy(() -> spark.sql(sql).collectAsList())
        .satisfies(
            e -> {
              java.io.StringWriter trace = new java.io.StringWriter();
              e.printStackTrace(new java.io.PrintWriter(trace));
              said.append(trace);
            });
  }

  /** A key that becomes right in its provider is taken up by clients that have failed with it. */
  private static void rotates(SparkSession spark, LocalInstance instance) throws IOException {
    String provider = "localjceks://file" + directory.resolve("keys.jceks");
    KeyStores.store(provider, "tablestore.access.key.id", ID);
    KeyStores.store(provider, "tablestore.access.key.secret", "not-yet");
    Map<String, String> options = Instances.options(instance, "Items", Instances.ITEMS);
    options.remove("access.key.id");
    options.remove("access.key.secret");
    assertThatThrownBy(() -> spark.read().format("tablestore").options(options).load())
        .hasMessageContaining("Option access.key.id is missing: give it");
    options.put("credential.provider.path", provider);
    options.put("credential.refresh.s", "1");
    options.put("credential.alias", "absent");
    assertThatThrownBy(() -> spark.read().format("tablestore").options(options).load())
        .hasMessageContaining(provider + " has no alias absent.access.key.id: add it with");
    options.remove("credential.alias");

    assertThatThrownBy(() -> spark.read().format("tablestore").options(options).load())
        .hasMessageContaining("does not accept the access key");
    KeyStores.store(provider, "tablestore.access.key.secret", SECRET);
    KeyStores.store(provider, "tablestore.security.token", TOKEN);

    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> spark.read().format("tablestore").options(options).load().count() == 10);
  }
}
