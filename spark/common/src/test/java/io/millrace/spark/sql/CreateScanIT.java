package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CreateScanIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  @BeforeAll
  static void tables() {
    session.jsonTable(
        "orders", "id BIGINT, price DOUBLE", "{\"id\": 1, \"price\": 2.5}", "{\"id\": 2}");
    session.sql("CREATE VIEW cheap AS SELECT * FROM orders WHERE price < 3");
  }

  @Test
  void aBatchScanIsReadLikeItsTable() {
    session.sql("CREATE SCAN batch_scan ON orders USING BATCH");
    assertThat(session.rows("SELECT * FROM batch_scan")).containsExactly("[1,2.5]", "[2,null]");
  }

  /** As the documentation counts the rows of a table and of a stream of it. */
  @Test
  void aTableHasAScanOfEachKind() {
    session.sql("CREATE SCAN orders_batch\nON orders\nUSING BATCH;");
    assertThat(session.rows("SELECT COUNT(*) FROM orders_batch;")).containsExactly("[2]");
    session.sql("CREATE SCAN orders_stream\nON orders\nUSING STREAM;");
    assertThatThrownBy(() -> session.rows("SELECT COUNT(*) FROM orders_stream;"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("Queries with streaming sources must be executed with");
    session.sql("CREATE TABLE copies (id BIGINT, price DOUBLE) USING parquet");
    assertThatThrownBy(() -> session.sql("INSERT INTO copies SELECT id, price FROM orders_stream;"))
        .hasMessageStartingWith("INSERT INTO copies reads a stream, which needs a name: ");
    session.sql("INSERT INTO copies SELECT id, price FROM orders");
    assertThat(session.rows("SELECT id FROM copies")).containsExactly("[1]", "[2]");
    assertThat(session.spark().newSession().catalog().tableExists("orders_batch")).isFalse();
  }

  @Test
  void aBatchScanHasItsOwnOptions() {
    session.jsonTable("days", "day DATE", "{\"day\": \"31/12/2025\"}");
    session.sql("CREATE SCAN dated ON days USING BATCH OPTIONS(dateFormat='dd/MM/yyyy')");
    assertThat(session.rows("SELECT * FROM dated")).containsExactly("[2025-12-31]");
  }

  @Test
  void aStreamScanIsAStream() {
    session.sql("CREATE SCAN stream_scan ON orders USING STREAM OPTIONS(maxFilesPerTrigger=1)");
    assertThat(session.spark().table("stream_scan").isStreaming()).isTrue();
    assertThatThrownBy(() -> session.rows("SELECT * FROM stream_scan"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("writeStream.start()");
  }

  @Test
  void aNameThatIsTakenIsRefusedUnlessReplaced() {
    session.sql("CREATE SCAN taken ON orders USING STREAM");
    refused(
        "CREATE SCAN taken ON orders USING BATCH",
        "There is already a scan or temporary view named taken: use CREATE OR REPLACE SCAN, or drop it first.");
    session.sql("CREATE SCAN IF NOT EXISTS taken ON orders USING BATCH");
    assertThat(session.spark().table("taken").isStreaming()).isTrue();
    session.sql("CREATE OR REPLACE SCAN taken ON orders USING BATCH");
    assertThat(session.spark().table("taken").isStreaming()).isFalse();
  }

  @Test
  void aScanIsATemporaryView() {
    session.sql("CREATE SCAN `it's one` ON orders USING BATCH");
    assertThat(session.rows("SELECT id FROM `it's one`")).hasSize(2);
    session.sql("DROP VIEW `it's one`");
    session.sql("CREATE SCAN `it's one` ON orders USING BATCH");
  }

  @Test
  void anUnknownTableIsAnsweredWithTheNearest() {
    refused("CREATE SCAN s ON oders USING STREAM", "There is no table oders: did you mean orders?");
    refused(
        "CREATE SCAN s ON nothing USING STREAM",
        "There is no table nothing: create it first with CREATE TABLE.");
  }

  @Test
  void aNameWithPartsThatNoCatalogHasIsThatOfNoTable() {
    refused(
        "CREATE SCAN s ON nowhere.db.orders USING STREAM",
        "There is no table nowhere.db.orders: create it first with CREATE TABLE.");
    refused(
        "CREATE SCAN s ON a.b.c.d USING BATCH",
        "There is no table a.b.c.d: create it first with CREATE TABLE.");
  }

  @Test
  void aSourceWithoutABatchReaderIsNamed() {
    session.sql("CREATE TABLE ticks USING rate");
    refused(
        "CREATE SCAN s ON ticks USING BATCH",
        "The source rate of spark_catalog."
            + session.spark().catalog().currentDatabase()
            + ".ticks cannot be read as a batch: write CREATE SCAN ... USING STREAM.");
    session.sql("CREATE TABLE hole USING noop");
    assertThatThrownBy(() -> session.sql("CREATE SCAN s ON hole USING STREAM"))
        .hasMessageContaining("does not support streamed reading");
    // Spark's own words, for a query of a table is Spark's.
    assertThatThrownBy(() -> session.rows("SELECT * FROM ticks"))
        .hasMessageMatching("(?s).*(does not support batch scan|is not a valid Spark SQL).*");
    assertThatThrownBy(() -> session.rows("SELECT value FROM ticks LIMIT 1"))
        .hasMessageMatching("(?s).*(does not support batch scan|is not a valid Spark SQL).*");
  }

  @Test
  void viewsAreNoTables() {
    session.sql("CREATE SCAN a_scan ON orders USING BATCH");
    refused(
        "CREATE SCAN s ON cheap USING STREAM",
        "cheap is a scan or a view, not a table: CREATE SCAN needs the table that it reads.");
    refused(
        "CREATE SCAN s ON a_scan USING STREAM",
        "a_scan is a scan or a view, not a table: CREATE SCAN needs the table that it reads.");
  }

  @Test
  void secretsAreRefused() {
    refused(
        "CREATE SCAN s ON orders USING STREAM OPTIONS(access.key.secret='x')",
        "The option access.key.secret would put a secret into every plan that reads s: give it to CREATE TABLE instead.");
    refused(
        "CREATE SCAN s ON orders USING STREAM OPTIONS(url='http://me:mine@host')",
        "The option url would put a secret into every plan that reads s: give it to CREATE TABLE instead.");
  }

  @Test
  void variablesAreSubstituted() {
    session.sql("SET my.table=orders");
    session.sql("CREATE SCAN substituted ON ${my.table} USING BATCH");
    assertThat(session.rows("SELECT id FROM substituted")).hasSize(2);
  }

  private static void refused(String sql, String sentence) {
    assertThatThrownBy(() -> session.sql(sql))
        .isInstanceOf(AnalysisException.class)
        .hasMessage(sentence)
        .hasNoCause();
    assertThat(session.spark().catalog().tableExists("s")).isFalse();
  }
}
