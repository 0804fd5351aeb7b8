package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What statements cannot do with scans: write them, or read a stream where a table is needed. */
class ScanUseIT extends OneStreamTests {

  @Test
  void sinksThatAreNone() {
    stream.refused(
        stream
            .statement("", "", "SELECT id FROM order_stream")
            .replace(stream.sink(), "order_batch"),
        "order_batch is a scan or a view, not a table: a stream writes into tables only.");
    stream.refused(
        stream
            .statement("", "", "SELECT id FROM order_stream")
            .replace(stream.sink(), "x" + stream.sink()),
        "There is no table x" + stream.sink() + ": did you mean " + stream.sink() + "?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO order_stream SELECT 1 | order_stream is a scan, which is read and never written: name its table orders.",
        "DELETE FROM order_stream | order_stream is a scan, which is read and never written: name its table orders.",
        "DELETE FROM order_stream o WHERE id = 1 | order_stream is a scan, which is read and never written: name its table orders.",
        "UPDATE order_batch SET id = 1 | order_batch is a scan, which is read and never written: name its table orders.",
        "INSERT OVERWRITE Order_Batch SELECT 1 | order_batch is a scan, which is read and never written: name its table orders.",
        "INSERT OVERWRITE sink1 SELECT id FROM order_stream | INSERT OVERWRITE",
        "INSERT INTO sink1 BY NAME SELECT id FROM order_stream | This form of INSERT",
        "FROM order_stream INSERT INTO sink1 SELECT id INSERT INTO sink1 SELECT id | This form of INSERT",
        "WITH q AS (SELECT id FROM order_stream) INSERT OVERWRITE sink1 SELECT * FROM q | INSERT OVERWRITE",
        "WITH q AS (SELECT id FROM order_stream) INSERT INTO sink1 WITH p AS (SELECT id FROM q) SELECT id FROM p | This form of INSERT",
        "SELECT id FROM orders WHERE id IN (SELECT id FROM order_stream) | A subquery in an expression reads a stream, which never ends, in a query that reads none itself: read a table in it, or a scan USING BATCH.",
        "SELECT (SELECT max(id) FROM order_stream) + 1 FROM orders LIMIT 1 | A subquery in an expression reads a stream, which never ends, in a query that reads none itself: read a table in it, or a scan USING BATCH.",
        "CACHE TABLE order_stream | CACHE TABLE",
        "CACHE LAZY TABLE kept AS SELECT id FROM order_stream | CACHE TABLE",
        "CREATE OR REPLACE TABLE new_sink USING parquet AS SELECT id FROM order_stream | REPLACE TABLE AS",
        "INSERT INTO order_stream SELECT * FROM order_stream | order_stream is a scan, which is read and never written: name its table orders.",
        "EXPLAIN INSERT INTO order_stream SELECT * FROM order_stream | order_stream is a scan, which is read and never written: name its table orders.",
        "EXPLAIN INSERT INTO order_batch SELECT * FROM orders | order_batch is a scan, which is read and never written: name its table orders.",
        "EXPLAIN EXTENDED DELETE FROM order_batch | order_batch is a scan, which is read and never written: name its table orders.",
        "EXPLAIN INSERT OVERWRITE sink1 SELECT id FROM order_stream | EXPLAIN INSERT OVERWRITE",
        "EXPLAIN CREATE TABLE new_sink USING parquet AS SELECT id FROM order_stream | EXPLAIN CREATE TABLE AS",
      })
  void scansAreReadByStreamsAlone(String statement, String sentence) {
    String explain = statement.startsWith("EXPLAIN") ? "EXPLAIN " : "";
    stream.refused(
        statement,
        sentence.endsWith(".")
            ? sentence
            : sentence
                + " cannot read a stream, which never ends: write "
                + explain
                + "CREATE STREAM name OPTIONS(checkpointLocation='...') INSERT INTO a table that is there.");
  }

  /** One is as Spark has it, the other as the dialect has it for tables with a key. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MERGE INTO sink1 t USING order_stream s ON s.id = t.id WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT *",
        "MERGE INTO sink1 t USING (SELECT * FROM order_stream) s ON s.id = t.id WHEN MATCHED THEN DELETE",
        "MERGE INTO sink1 t\nUSING order_stream s\nWHEN s.id = 1 THEN DELETE WHEN s.id = 2 THEN UPDATE SET * WHEN s.id = 3 THEN INSERT *",
      })
  void aMergeOfAStreamNeedsAStream(String merge) {
    String sentence =
        "MERGE INTO by itself cannot read a stream, which never ends: write CREATE STREAM name OPTIONS(checkpointLocation='...') before MERGE INTO.";
    stream.refused(merge, sentence);
    if (merge.contains(" ON ")) {
      stream.refused(
          "EXPLAIN " + merge,
          "EXPLAIN " + sentence.replace("CREATE STREAM", "EXPLAIN CREATE STREAM"));
    }
  }

  @Test
  void aTableThatIsNoStreamIsMergedBySpark() {
    assertThatThrownBy(
            () -> session.sql("MERGE INTO orders t USING order_batch s WHEN s.id = 1 THEN DELETE"))
        .hasMessageContaining("Syntax error at or near 'WHEN'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM order_stream WHERE id IN (SELECT id FROM order_stream)",
        "SELECT id FROM order_stream s WHERE EXISTS (SELECT 1 FROM order_stream o WHERE s.id = o.id)",
        "SELECT (SELECT max(id) FROM order_stream) AS id FROM order_stream",
        "SELECT (SELECT max(id) FROM order_stream) AS id FROM order_stream LIMIT 2",
      })
  void aStreamInASubqueryIsRefused(String query) {
    String sentence =
        "A subquery in an expression reads a stream, which never ends: read a table in it, or a scan USING BATCH, or JOIN the stream.";
    stream.refused(stream.statement("", "", query), sentence);
    stream.refused(query + (query.contains("LIMIT") ? "" : " LIMIT 1"), sentence);
  }
}
