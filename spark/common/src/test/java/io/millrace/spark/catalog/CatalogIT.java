package io.millrace.spark.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import io.millrace.spark.error.AccessDeniedException;
import io.millrace.spark.error.InvalidCatalogException;
import io.millrace.spark.error.InvalidOptionException;
import io.millrace.spark.error.InvalidQueryException;
import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.source.TablestoreTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The tables of an instance as a catalog. */
class CatalogIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private SparkSession spark;
  private SyncClient client;

  @BeforeEach
  void configure(LocalInstance instance, SyncClient client) {
    this.client = client;
    // A catalog is made once a session.
    spark = SparkLocal.session().newSession();
    SparkSession.setActiveSession(spark);
    configure("ots", instance, instance.accessKeySecret());
    Instances.createItems(client, "Items");
    Instances.putItems(client, "Items", 0, 5);
  }

  private void configure(String catalog, LocalInstance instance, String secret) {
    String prefix = "spark.sql.catalog." + catalog;
    spark.conf().set(prefix, TablestoreCatalog.class.getName());
    spark.conf().set(prefix + ".endpoint", instance.endpoint());
    spark.conf().set(prefix + ".instance.name", instance.name());
    spark.conf().set(prefix + ".access.key.id", instance.accessKeyId());
    spark.conf().set(prefix + ".access.key.secret", secret);
  }

  private List<Row> rows(String sql) {
    return spark.sql(sql).collectAsList();
  }

  @Test
  void showsAndReadsTheTablesOfTheInstance(LocalInstance instance) {
    assertThat(rows("SHOW TABLES IN ots").toString()).contains("Items");
    assertThat(rows("SHOW NAMESPACES IN ots").toString()).contains(instance.name());
    assertThat(rows("SELECT * FROM ots.Items WHERE id = 3"))
        .containsExactly(RowFactory.create(3L, 3L, "item 3"));
    assertThat(rows("SELECT count(*) FROM ots.`" + instance.name() + "`.Items"))
        .containsExactly(RowFactory.create(5L));
    spark.sql("USE ots");
    assertThat(rows("SELECT max(n) FROM Items")).containsExactly(RowFactory.create(4L));
    assertThat(rows("SHOW TABLES").toString()).contains("Items");
  }

  @Test
  void describesWithoutSecrets(LocalInstance instance) {
    String shown = rows("DESCRIBE EXTENDED ots.Items") + "" + rows("SHOW CREATE TABLE ots.Items");

    assertThat(shown)
        .contains("id", "bigint", "primary.key", "table.max.versions")
        .doesNotContain("=" + instance.accessKeySecret() + ",")
        .doesNotContain("'" + instance.accessKeySecret() + "'");
  }

  @Test
  void showsAStatementThatCanBeRun() {
    String shown = rows("SHOW CREATE TABLE ots.Items").get(0).getString(0);
    spark.sql(shown.replace("ots.Items", "ots.Again"));

    assertThat(rows("SHOW CREATE TABLE ots.Again").get(0).getString(0).replace("Again", "Items"))
        .isEqualTo(shown);
  }

  @Test
  void makesWritesAndDropsATable() {
    spark.sql(
        "CREATE TABLE ots.Orders (UserId STRING, OrderId BIGINT, price DOUBLE, paid BOOLEAN)"
            + " TBLPROPERTIES('primary.key'='UserId, OrderId', 'table.ttl.s'='86400',"
            + " 'table.max.versions'='2')");

    DescribeTableResponse made = client.describeTable(new DescribeTableRequest("Orders"));
    assertThat(made.getTableMeta().getPrimaryKeyMap().keySet())
        .containsExactly("UserId", "OrderId");
    assertThat(made.getTableOptions().getTimeToLive()).isEqualTo(86_400);
    assertThat(made.getTableOptions().getMaxVersions()).isEqualTo(2);
    spark.sql("INSERT INTO ots.Orders VALUES ('a', 1, 1.5, true), ('a', 2, 2.5, NULL)");
    assertThat(rows("SELECT * FROM ots.Orders WHERE UserId = 'a' AND OrderId > 1"))
        .containsExactly(RowFactory.create("a", 2L, 2.5, null));
    assertThatThrownBy(
            () -> spark.sql("CREATE TABLE ots.Orders (a STRING) TBLPROPERTIES('primary.key'='a')"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("already exists");
    spark.sql("CREATE TABLE IF NOT EXISTS ots.Orders (a STRING) TBLPROPERTIES('primary.key'='a')");
    spark.sql("DROP TABLE ots.Orders PURGE");
    assertThat(client.listTable().getTableNames()).doesNotContain("Orders");
    spark.sql("DROP TABLE IF EXISTS ots.Orders");
    assertThatThrownBy(() -> spark.sql("DROP TABLE ots.Orders"))
        .isInstanceOf(AnalysisException.class);
  }

  @Test
  void makesATableOfAQuery() {
    spark.sql(
        "CREATE TABLE ots.Sums TBLPROPERTIES('primary.key'='n') AS SELECT n % 2 AS n, sum(id) AS s"
            + " FROM ots.Items GROUP BY n % 2");

    assertThat(rows("SELECT * FROM ots.Sums ORDER BY n"))
        .containsExactly(RowFactory.create(0L, 6L), RowFactory.create(1L, 4L));
  }

  @Test
  void aTableWhoseQueryFailsIsGone() {
    assertThatThrownBy(
            () ->
                spark.sql(
                    "CREATE TABLE ots.Broken TBLPROPERTIES('primary.key'='id') AS SELECT"
                        + " IF(id = 3, NULL, id) AS id, v FROM ots.Items"))
        .hasStackTraceContaining("Key column 'id' of table Broken is NULL");

    assertThat(client.listTable().getTableNames()).containsExactly("Items");
  }

  @Test
  void replacesNoTableThatIsThere() {
    String refusal = "Table Items exists and is not replaced";
    String columns = " (id BIGINT) TBLPROPERTIES('primary.key'='id')";
    String query = " TBLPROPERTIES('primary.key'='id') AS SELECT 7L AS id";
    refused(InvalidQueryException.class, "CREATE OR REPLACE TABLE ots.Items" + columns, refusal);
    refused(InvalidQueryException.class, "CREATE OR REPLACE TABLE ots.Items" + query, refusal);
    refused(InvalidQueryException.class, "REPLACE TABLE ots.Items" + columns, refusal);
    refused(InvalidQueryException.class, "REPLACE TABLE ots.Items" + query, refusal);
    assertThat(rows("SELECT count(*) FROM ots.Items")).containsExactly(RowFactory.create(5L));

    spark.sql("CREATE OR REPLACE TABLE ots.New" + query);
    assertThat(rows("SELECT * FROM ots.New")).containsExactly(RowFactory.create(7L));
    assertThatThrownBy(() -> spark.sql("REPLACE TABLE ots.Absent" + columns))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("Absent");
  }

  /** Clauses that the service would forget, and an order of columns that it would not keep. */
  @Test
  void refusesWhatWouldBeForgotten() {
    String key = " TBLPROPERTIES('primary.key'='a')";
    refused(
        InvalidOptionException.class,
        "CREATE TABLE ots.T (a STRING COMMENT 'the key', b BIGINT)" + key,
        "Column 'a' of table T would have a COMMENT");
    refused(
        InvalidOptionException.class,
        "CREATE TABLE ots.T (a STRING, b BIGINT) COMMENT 'all of them'" + key,
        "Table T would have a COMMENT, and the service keeps none: leave the clause out");
    refused(InvalidQueryException.class, "COMMENT ON TABLE ots.Items IS 'x'", "altered");
    refused(
        InvalidCatalogException.class,
        "CREATE TABLE ots.T (a STRING NOT NULL, b BIGINT NOT NULL)" + key,
        "Column 'b' of table T would be NOT NULL");
    refused(
        InvalidCatalogException.class,
        "CREATE TABLE ots.T (b STRING, a STRING)" + key,
        "write them in the order a, b.");
    refused(
        InvalidCatalogException.class,
        "CREATE TABLE ots.T (b BIGINT, a BIGINT, c STRING) TBLPROPERTIES('primary.key'='a,b')",
        "write them in the order a, b, c.");

    // Here Spark itself refuses values in the wrong order.
    spark.sql("CREATE TABLE ots.T (b BIGINT, a STRING NOT NULL)" + key);
    assertThatThrownBy(() -> spark.sql("INSERT INTO ots.T VALUES (1, 'x')"))
        .isInstanceOf(AnalysisException.class);
    spark.sql("INSERT INTO ots.T (b, a) VALUES (1, 'x')");
    assertThat(rows("SELECT * FROM ots.T")).containsExactly(RowFactory.create("x", 1L));
  }

  @Test
  void streamsFromAndIntoTables(TunnelClient tunnels, @TempDir Path directory) throws Exception {
    String tunnel = Instances.createTunnel(tunnels, "Items", TunnelType.BaseData);
    Instances.createItems(client, "Copy");

    TablestoreTable items = TablestoreStatements.find(spark, "ots.Items").orElseThrow();
    TablestoreTable copy = TablestoreStatements.find(spark, "ots.Copy").orElseThrow();
    StreamingQuery query =
        TablestoreStatements.start(
            spark,
            copy,
            TablestoreStatements.align(
                    copy,
                    TablestoreStatements.openStreamScan(spark, items, Map.of("tunnel.id", tunnel))
                        .select("id"))
                .writeStream()
                .option("checkpointLocation", directory.resolve("checkpoint").toUri().toString())
                .trigger(Trigger.AvailableNow()));
    query.awaitTermination(120_000);

    assertThat(rows("SELECT id FROM ots.Copy ORDER BY id")).hasSize(5);
  }

  @Test
  void refusesInOneSentence(LocalInstance instance) {
    assertThatThrownBy(() -> spark.sql("SELECT * FROM ots.Nothing"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("Nothing");
    refused(
        InvalidOptionException.class, "CREATE TABLE ots.T (a STRING)", "primary.key is missing");
    refused(
        InvalidOptionException.class,
        "CREATE TABLE ots.T (a STRING) TBLPROPERTIES('primary.key'='b')",
        "names 'b', which is none of its columns");
    refused(
        InvalidOptionException.class,
        "CREATE TABLE ots.T (a STRING) TBLPROPERTIES('primery.key'='a')",
        "did you mean primary.key?");
    refused(
        InvalidCatalogException.class,
        "CREATE TABLE ots.T (a DOUBLE) TBLPROPERTIES('primary.key'='a')",
        "make it bigint, string or binary");
    refused(
        InvalidCatalogException.class,
        "CREATE TABLE ots.T (a STRING, b INT) TBLPROPERTIES('primary.key'='a')",
        "Column 'b' of table T is int, and the service would remember bigint");
    refused(
        InvalidQueryException.class,
        "CREATE TABLE ots.T (a STRING, b STRING) PARTITIONED BY (b)"
            + " TBLPROPERTIES('primary.key'='a')",
        "cannot be PARTITIONED BY");
    refused(
        InvalidOptionException.class,
        "CREATE TABLE ots.T (a STRING) USING parquet TBLPROPERTIES('primary.key'='a')",
        "leave the clause out");
    refused(InvalidQueryException.class, "ALTER TABLE ots.Items ADD COLUMN x STRING", "altered");
    refused(
        InvalidQueryException.class,
        "SELECT * FROM ots.Items VERSION AS OF 1",
        "Table Items cannot be read VERSION AS OF");
    refused(
        InvalidQueryException.class,
        "SELECT * FROM ots.Items TIMESTAMP AS OF '2026-01-01'",
        "Table Items cannot be read TIMESTAMP AS OF");
    refused(AnalysisException.class, "SELECT * FROM ots.Nothing VERSION AS OF 1", "Nothing");
    refused(InvalidQueryException.class, "CREATE NAMESPACE ots.other", "Instance other cannot");
    refused(AnalysisException.class, "SHOW TABLES IN ots.nowhere", "nowhere");
    refused(
        AnalysisException.class,
        "SELECT * FROM ots.nowhere.Items",
        "Instance nowhere does not exist");
    configure("wrong", instance, "not-the-secret");
    refused(AccessDeniedException.class, "SHOW TABLES IN wrong", "does not accept the access key");
    assertThat(client.listTable().getTableNames()).doesNotContain("T");
  }

  private void refused(Class<? extends Exception> type, String sql, String part) {
    assertThatThrownBy(() -> spark.sql(sql)).as(sql).isInstanceOf(type).hasMessageContaining(part);
  }
}
