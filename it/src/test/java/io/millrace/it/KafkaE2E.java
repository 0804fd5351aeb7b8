package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic of Kafka between two tables of Tablestore: written by one stream, read by another. */
class KafkaE2E {
  private static final int ORDERS = 300;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"3.5", "4"})
  void ordersGoThroughATopic(String line) throws Exception {
    Path jars = Launched.root().resolve("it/target/kafka/connector-" + line);
    try (KafkaBroker broker = KafkaBroker.in(Files.createDirectory(directory.resolve("kafka")));
        Server server = Server.on(directory, directory.resolve("data"), 0);
        Tables tables = new Tables(server.endpoint());
        SqlPrompt sql = new SparkHome(line).prompt(directory, Launched.jars(jars), List.of())) {
      tables.create(Tables.SOURCE, "UserId", "OrderId");
      tables.create("Copy", "UserId", "OrderId");
      tables.put(Orders.real().all().subList(0, ORDERS));
      assertFine(
          sql.ask(
              tablestore("orders", Tables.SOURCE, server),
              tablestore("copy", "Copy", server),
              kafka("topic", "orders", broker),
              "CREATE TUNNEL t ON orders OPTIONS(start='earliest')",
              "CREATE SCAN changes ON orders USING STREAM OPTIONS(tunnel.name='t')",
              "CREATE SCAN events ON topic USING STREAM OPTIONS(maxOffsetsPerTrigger=100)",
              stream("there", "topic")
                  + "SELECT OrderId AS key, to_json(struct(UserId, OrderId, price)) AS value"
                  + " FROM changes",
              "AWAIT STREAMS"));
      assertThat(sql.ask("SELECT 'seen', topic FROM events LIMIT 3").split("seen\torders", -1))
          .hasSize(4);
      assertFine(
          sql.ask(
              stream("back", "copy")
                  + "SELECT o.* FROM (SELECT from_json(CAST(value AS STRING),"
                  + " 'UserId STRING, OrderId STRING, price DOUBLE') AS o FROM events)",
              "AWAIT STREAMS"));
      assertCopied(sql, ORDERS);

      // Both go on where they were, and the topic gets nothing twice.
      tables.put(Orders.real().all().subList(ORDERS, 2 * ORDERS));
      assertFine(
          sql.ask("START STREAM there", "AWAIT STREAMS", "START STREAM back", "AWAIT STREAMS"));
      assertCopied(sql, 2 * ORDERS);
      assertThat(sql.ask("DESCRIBE STREAM back")).contains("Table\tcopy\n", "Kafka");

      madeWithItsStream(sql, broker);
      refused(sql);
      if (line.equals("4")) {
        withoutBatches(sql, broker);
      }
      assertThat(sql.quit()).isZero();
    }
  }

  private static void assertCopied(SqlPrompt sql, int orders) {
    assertThat(sql.ask("SELECT 'events', count(*), count(DISTINCT key) FROM topic"))
        .contains("events\t" + orders + "\t" + orders + "\n");
    assertThat(
            sql.ask(
                "SELECT 'equal', count(*) FROM orders o JOIN copy c"
                    + " ON o.UserId = c.UserId AND o.OrderId = c.OrderId AND o.price = c.price",
                "SELECT 'copied', count(*) FROM copy"))
        .contains("equal\t" + orders + "\n", "copied\t" + orders + "\n");
  }

  /** As the dialect's suites have it: the topic that is written is the one that is read. */
  private void madeWithItsStream(SqlPrompt sql, KafkaBroker broker) {
    assertFine(
        sql.ask(
            "SET streaming.query.name=making",
            "SET spark.sql.streaming.checkpointLocation.making=" + directory.resolve("cp/making"),
            "SET spark.sql.streaming.query.trigger.making=AvailableNow",
            "CREATE TABLE made USING kafka OPTIONS (kafka.bootstrap.servers = \""
                + broker.address()
                + "\", subscribe = 'made', output.mode = 'append', kafka.auto.register.schemas = 'true')"
                + " AS SELECT key, value FROM events",
            "AWAIT STREAMS",
            "RESET streaming.query.name"));
    assertThat(sql.ask("SELECT 'made', count(*), count(DISTINCT key) FROM made"))
        .contains("made\t" + 2 * ORDERS + "\t" + 2 * ORDERS + "\n");
  }

  private void refused(SqlPrompt sql) {
    assertThat(sql.ask(stream("bad", "topic") + "SELECT OrderId AS key FROM changes"))
        .contains("The query has no column value, without which the topic of ");
    assertThat(sql.ask(stream("bad", "topic") + "SELECT OrderId AS value, price FROM changes"))
        .contains("The query's column price is no column of ");
    assertThat(sql.ask("SHOW STREAMS")).doesNotContain("bad\t");
  }

  /** From topic to topic in real time, which this source and this sink have on Spark 4.1. */
  private void withoutBatches(SqlPrompt sql, KafkaBroker broker) {
    assertFine(
        sql.ask(
            kafka("topic2", "copies", broker),
            "CREATE SCAN live_events ON topic USING STREAM",
            "CREATE STREAM live OPTIONS(checkpointLocation='"
                + directory.resolve("cp").resolve("live")
                + "', outputMode='update', triggerType='RealTime', triggerIntervalMs=5000)"
                + " INSERT INTO topic2 SELECT key, value FROM live_events"));
    sql.askUntil("SELECT 'live', count(*) FROM topic2", "live\t" + 2 * ORDERS + "\n");
    assertThat(sql.ask("SHOW STREAMS LIKE 'live'")).contains("live\tRUNNING\t");
    assertFine(sql.ask("STOP STREAM live", "DROP STREAM live"));
  }

  private static void assertFine(String answer) {
    assertThat(answer).doesNotContain("refused:", "Error in query");
  }

  private static String tablestore(String name, String table, Server server) {
    return "CREATE TABLE "
        + name
        + " USING tablestore OPTIONS(endpoint='"
        + server.endpoint()
        + "', instance.name='millrace', access.key.id='local', access.key.secret='local', table.name='"
        + table
        + "', catalog='{\"columns\": {\"UserId\": {\"type\": \"string\"},"
        + " \"OrderId\": {\"type\": \"string\"}, \"price\": {\"type\": \"double\"}}}')";
  }

  private static String kafka(String name, String topic, KafkaBroker broker) {
    return "CREATE TABLE "
        + name
        + " USING kafka OPTIONS(kafka.bootstrap.servers='"
        + broker.address()
        + "', subscribe='"
        + topic
        + "', topic='"
        + topic
        + "', startingOffsets='earliest')";
  }

  private String stream(String name, String table) {
    return "CREATE STREAM "
        + name
        + " OPTIONS(checkpointLocation='"
        + directory.resolve("cp").resolve(name)
        + "', triggerType='AvailableNow') INSERT INTO "
        + table
        + " ";
  }
}
