package io.millrace.benchmarks.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A session of two cores with the example's tables, and scans of their changes. */
final class Session {

  private static final String ORDERS =
      "{\"columns\": {\"UserId\": {\"type\": \"string\"}, \"OrderId\": {\"type\": \"string\"},"
          + " \"price\": {\"type\": \"double\"}, \"timestamp\": {\"type\": \"long\"}}}";
  private static final String WINDOWS =
      "{\"columns\": {\"begin\": {\"type\": \"string\"}, \"end\": {\"type\": \"string\"},"
          + " \"count\": {\"type\": \"long\"}, \"totalPrice\": {\"type\": \"double\"}}}";

  /** The query of the example. */
  static final String QUERY =
      "SELECT CAST(window.start AS String) AS begin, CAST(window.end AS String) AS end,"
          + " count(*) AS count, CAST(sum(price) AS Double) AS totalPrice FROM orders_stream"
          + " GROUP BY window(to_timestamp(timestamp / 1000), \"30 seconds\")";

  final SparkSession spark;
  private final Path directory;
  private final String endpoint;

  Session(String endpoint) throws IOException {
    this.endpoint = endpoint;
    directory = Files.createTempDirectory("connector-benchmark");
    spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", directory.resolve("warehouse").toUri().toString())
            .getOrCreate();
  }

  /** A new directory for a checkpoint. */
  String checkpoint() throws IOException {
    return Files.createTempDirectory(directory, "checkpoint").toUri().toString();
  }

  /** Defines the table of orders. */
  void orders(String table) {
    table("orders", table, ORDERS);
  }

  /** Defines the table of windows. */
  void windows(String table) {
    table("windows", table, WINDOWS);
  }

  void table(String name, String table, String catalog) {
    spark.sql("DROP TABLE IF EXISTS " + name);
    spark.sql(
        "CREATE TABLE "
            + name
            + " USING tablestore OPTIONS (endpoint='"
            + endpoint
            + "', instance.name='millrace', access.key.id='local', access.key.secret='local',"
            + " table.name='"
            + table
            + "', catalog='"
            + catalog
            + "')");
  }

  /**
   * Makes {@code orders_stream} read the table's changes from the first on.
   *
   * @param tunnel a name no other scan had, since each reads from the beginning
   */
  void scan(String tunnel, int rowsPerChannel) {
    spark.sql("DROP VIEW IF EXISTS orders_stream");
    spark.sql(
        "CREATE SCAN orders_stream ON orders USING STREAM OPTIONS (tunnel.name='"
            + tunnel
            + "', tunnel.create='true', start.position='earliest', maxoffsetsperchannel='"
            + rowsPerChannel
            + "')");
  }
}
