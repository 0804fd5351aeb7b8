package io.millrace.spark.crash;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.window;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The process that is killed: four queries over two tables, with two executors of their own.
 * Arguments: the endpoint, the directory of the checkpoints, the tunnels of orders (three) and
 * items, and {@code drain} to end when all is read.
 */
final class Queries {

  static final int EXECUTORS = 2;
  static final String ORDERS =
      "{\"columns\": {\"UserId\": {\"type\": \"string\"}, \"OrderId\": {\"type\": \"string\"},"
          + " \"price\": {\"type\": \"double\"}, \"timestamp\": {\"type\": \"long\"}}}";
  static final String EPOCHS =
      "{\"columns\": {\"OrderId\": {\"type\": \"string\"}, \"epoch\": {\"type\": \"long\"}, \"price\":"
          + " {\"type\": \"double\"}}}";
  static final String WINDOWS =
      "{\"columns\": {\"begin\": {\"type\": \"string\"}, \"end\": {\"type\": \"string\"}, \"count\":"
          + " {\"type\": \"long\"}, \"totalPrice\": {\"type\": \"double\"}}}";
  static final String ITEMS =
      "{\"columns\": {\"id\": {\"type\": \"long\"}, \"v\": {\"type\": \"string\"}, \"n\": {\"type\":"
          + " \"long\"}}}";
  private static final String CHANGES =
      ITEMS.replace(
          "}}}",
          "}, \"__ots_record_type__\": {\"type\": \"string\"}, \"__ots_column_type_v\": {\"type\":"
              + " \"string\"}, \"__ots_column_type_n\": {\"type\": \"string\"}}}");

  private final SparkSession spark;
  private final String endpoint;
  private final Path checkpoints;
  private final boolean drains;
  private final List<StreamingQuery> running = new ArrayList<>();

  private Queries(SparkSession spark, String endpoint, Path checkpoints, boolean drains) {
    this.spark = spark;
    this.endpoint = endpoint;
    this.checkpoints = checkpoints;
    this.drains = drains;
  }

  /** Runs the queries until they are killed, fail or have read everything. */
  public static void main(String[] arguments) throws Exception {
    SparkSession spark = cluster();
    Queries queries =
        new Queries(spark, arguments[0], Path.of(arguments[1]), arguments[6].equals("drain"));
    queries.aggregate(arguments[2]);
    queries.append(arguments[3]);
    queries.rememberEpochs(arguments[4]);
    queries.mirror(arguments[5]);
    for (StreamingQuery query : queries.running) {
      query.awaitTermination();
    }
    spark.stop();
  }

  /** A session of this process alone. */
  static SparkSession session() {
    return settings().master("local[2]").getOrCreate();
  }

  /** A session whose executors are processes that may be killed; Spark starts them anew. */
  private static SparkSession cluster() {
    String scheme = HaltingFileSystem.SCHEME;
    return settings()
        .master("local-cluster[" + EXECUTORS + ",1,640]")
        .config("spark.executor.memory", "640m")
        // Tasks that take longer than others have twins, which is nearly all of them here.
        .config("spark.speculation", "true")
        .config("spark.speculation.interval", "20ms")
        .config("spark.speculation.quantile", "0.1")
        .config("spark.speculation.multiplier", "1.01")
        .config("spark.speculation.minTaskRuntime", "1ms")
        .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
        .config(
            "spark.executor.extraJavaOptions",
            "-XX:TieredStopAtLevel=1 -D%s=%s -D%s=%s"
                .formatted(
                    HaltPoint.AT,
                    System.getProperty(HaltPoint.AT),
                    HaltPoint.ONCE,
                    System.getProperty(HaltPoint.ONCE)))
        .config("spark.hadoop.fs." + scheme + ".impl", HaltingFileSystem.class.getName())
        .config(
            "spark.hadoop.fs.AbstractFileSystem." + scheme + ".impl", HaltingFiles.class.getName())
        .getOrCreate();
  }

  private static SparkSession.Builder settings() {
    return SparkSession.builder()
        .config("spark.ui.enabled", "false")
        .config("spark.sql.catalogImplementation", "in-memory")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.session.timeZone", "UTC");
  }

  static Map<String, String> options(String endpoint, String table, String catalog) {
    Map<String, String> options = new HashMap<>();
    options.put("endpoint", endpoint);
    options.put("instance.name", "millrace");
    options.put("access.key.id", "local");
    options.put("access.key.secret", "local");
    options.put("table.name", table);
    options.put("catalog", catalog);
    return options;
  }

  private Dataset<Row> changes(String table, String catalog, String tunnel, String claims) {
    return spark
        .readStream()
        .format("tablestore")
        .options(options(endpoint, table, catalog))
        .option("tunnel.id", tunnel)
        .option("maxoffsetsperchannel", "40")
        .option("claim.store", claims)
        .load();
  }

  private void start(String name, DataStreamWriter<Row> writer) throws Exception {
    writer
        .queryName(name)
        .option("checkpointLocation", HaltingFileSystem.SCHEME + "://" + checkpoints.resolve(name))
        .trigger(drains ? Trigger.AvailableNow() : Trigger.ProcessingTime(0));
    running.add(writer.start());
  }

  private static DataStreamWriter<Row> into(
      DataStreamWriter<Row> writer, Map<String, String> options) {
    return writer.format("tablestore").options(options);
  }

  private void aggregate(String tunnel) throws Exception {
    Dataset<Row> windows =
        changes("Orders", ORDERS, tunnel, "files")
            .selectExpr("price", "to_timestamp(timestamp / 1000) AS time")
            .groupBy(window(col("time"), "30 seconds"))
            .agg(count(lit(1)).as("count"), sum("price").as("totalPrice"))
            .selectExpr(
                "CAST(window.start AS STRING) AS begin",
                "CAST(window.end AS STRING) AS end",
                "count",
                "totalPrice");
    start(
        "aggregate",
        into(windows.writeStream().outputMode("update"), options(endpoint, "Windows", WINDOWS)));
  }

  private void append(String tunnel) throws Exception {
    start(
        "append",
        into(
            changes("Orders", ORDERS, tunnel, "table").writeStream(),
            options(endpoint, "Copies", ORDERS)));
  }

  /** Every row under the number of its batch: a row that changes its batch shows up twice. */
  private void rememberEpochs(String tunnel) throws Exception {
    VoidFunction2<Dataset<Row>, Long> sink =
        (rows, epoch) ->
            rows.select(col("OrderId"), lit(epoch).as("epoch"), col("price"))
                .write()
                .format("tablestore")
                .options(options(endpoint, "Epochs", EPOCHS))
                .mode("append")
                .save();
    start("epochs", changes("Orders", ORDERS, tunnel, "files").writeStream().foreachBatch(sink));
  }

  private void mirror(String tunnel) throws Exception {
    start(
        "mirror",
        into(
            changes("Items", CHANGES, tunnel, "table").writeStream(),
            options(endpoint, "Mirror", ITEMS)));
  }
}
