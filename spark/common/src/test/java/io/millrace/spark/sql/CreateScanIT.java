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
