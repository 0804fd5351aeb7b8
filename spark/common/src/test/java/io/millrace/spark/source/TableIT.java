package io.millrace.spark.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import io.millrace.spark.error.InvalidQueryException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tables of the session catalog: made, described, written, read and dropped by SQL. */
class TableIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private final SparkSession spark = SparkLocal.session();
  private Map<String, String> options;
  private SyncClient client;

  @BeforeEach
  void createTable(LocalInstance instance, SyncClient client) {
    this.client = client;
    Instances.createItems(client, "Items");
    options = Instances.options(instance, "Items", Instances.ITEMS);
  }

  @AfterEach
  void drop() {
    spark.sql("DROP TABLE IF EXISTS items");
  }

  private void create() {
    spark.sql(Instances.createStatement("items", "", options));
  }

  private List<Row> rows(String sql) {
    return spark.sql(sql).collectAsList();
  }

  @Test
  void hasTheColumnsOfItsCatalog() {
    create();

    assertThat(spark.table("items").schema().simpleString())
        .isEqualTo("struct<id:bigint,v:string,n:bigint>");
    assertThat(rows("DESCRIBE items")).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void hidesItsSecrets() {
    create();

    String shown =
        rows("SHOW CREATE TABLE items").get(0).getString(0)
            + rows("DESCRIBE EXTENDED items")
            + rows("SHOW TBLPROPERTIES items");

    assertThat(shown).contains("USING tablestore").contains("Items");
    assertThat(shown).doesNotContain("'" + options.get("access.key.secret") + "'");
    assertThat(rows("EXPLAIN EXTENDED SELECT * FROM items").toString())
        .doesNotContain(options.get("access.key.secret") + ",")
        .doesNotContain("access.key");
  }

  @Test
  void givesBackWhatWasInserted() {
    create();

    spark.sql("INSERT INTO items VALUES (1, 'one', 10), (2, NULL, 20), (3, 'three', NULL)");
    spark.sql("INSERT INTO items VALUES (1, 'uno', 11)");

    assertThat(rows("SELECT * FROM items ORDER BY id"))
        .containsExactly(
            RowFactory.create(1L, "uno", 11L),
            RowFactory.create(2L, null, 20L),
            RowFactory.create(3L, "three", null));
    assertThat(rows("SELECT n FROM items WHERE v = 'uno'")).containsExactly(RowFactory.create(11L));
    assertThat(rows("SELECT count(*) FROM items")).containsExactly(RowFactory.create(3L));
    assertThat(rows("SELECT * FROM items LIMIT 2")).hasSize(2);
  }

  @Test
  void readsAllPagesOfALargeTable() {
    create();
    Instances.putItems(client, "Items", 0, 12_345);

    assertThat(rows("SELECT count(*), sum(id), count(DISTINCT v), sum(n) FROM items"))
        .containsExactly(RowFactory.create(12_345L, 12_345L * 12_344 / 2, 12_345L, 55_540L));
    assertThat(rows("SELECT v FROM items WHERE id = 12344"))
        .containsExactly(RowFactory.create("item 12344"));
  }

  @Test
  void givesARowThatHasNoneOfTheColumnsAskedFor() {
    create();
    client.putRow(
        new PutRowRequest(
            new RowPutChange(
                    "Items",
                    PrimaryKeyBuilder.createPrimaryKeyBuilder()
                        .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(7))
                        .build())
                .addColumn("other", ColumnValue.fromLong(1))));

    assertThat(rows("SELECT v FROM items")).containsExactly(RowFactory.create((Object) null));
    assertThat(rows("SELECT count(*) FROM items")).containsExactly(RowFactory.create(1L));
  }

  @Test
  void takesEveryTypeBothWays() {
    Instances.createTable(client, "Types", "s", PrimaryKeyType.STRING, "b", PrimaryKeyType.BINARY);
    options.put("table.name", "Types");
    options.put(
        "catalog",
        "{\"columns\": {\"s\": {\"type\": \"string\"}, \"b\": {\"type\": \"binary\"}, \"y\":"
            + " {\"type\": \"byte\"}, \"h\": {\"type\": \"short\"}, \"i\": {\"type\": \"int\"},"
            + " \"l\": {\"type\": \"long\"}, \"f\": {\"type\": \"float\"}, \"d\": {\"type\":"
            + " \"double\"}, \"t\": {\"type\": \"boolean\"}, \"x\": {\"type\": \"binary\"}}}");
    create();

    spark.sql(
        "INSERT INTO items VALUES ('grün', X'00FF', -128, -32768, -2147483648,"
            + " -9223372036854775808, 1.5, -0.1, true, X''), ('', X'', NULL, NULL, NULL, NULL,"
            + " NULL, NULL, NULL, NULL)");

    assertThat(rows("SELECT s, hex(b), y, h, i, l, f, d, t, hex(x) FROM items ORDER BY s"))
        .containsExactly(
            RowFactory.create("", "", null, null, null, null, null, null, null, null),
            RowFactory.create(
                "grün",
                "00FF",
                (byte) -128,
                (short) -32768,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                1.5f,
                -0.1,
                true,
                ""));
  }

  @Test
  void namesACellThatDoesNotFitItsType() {
    options.put(
        "catalog",
        Instances.ITEMS.replace("\"v\": {\"type\": \"string\"}", "\"v\": {\"type\": \"long\"}"));
    create();
    Instances.putItems(client, "Items", 5, 6);

    assertThatThrownBy(() -> rows("SELECT * FROM items"))
        .hasStackTraceContaining(
            "Column 'v' of table Items holds a value of type STRING in the row with key (id=5),"
                + " which does not fit the type bigint of the schema: correct the type in catalog,"
                + " or set the option type.mismatch.");
  }

  @Test
  void cellsOfOtherTypesAreNullOrTextWhenAskedFor() {
    create();
    Instances.putItems(client, "Items", 5, 7);
    String texts =
        Instances.ITEMS.replace("\"n\": {\"type\": \"long\"", "\"n\": {\"type\": \"string\"");
    String numbers =
        Instances.ITEMS.replace("\"v\": {\"type\": \"string\"", "\"v\": {\"type\": \"long\"");

    assertThat(load("catalog", texts, "type.mismatch", "string").where("n >= '6'").collectAsList())
        .containsExactly(RowFactory.create(6L, "item 6", "6"));
    assertThat(load("catalog", numbers, "type.mismatch", "null").where("id = 5").collectAsList())
        .containsExactly(RowFactory.create(5L, null, 5L));
    assertThat(load("catalog", numbers, "type.mismatch", "null").where("v = 7").collectAsList())
        .isEmpty();
    assertThatThrownBy(() -> load("catalog", numbers).where("v = 7").collectAsList())
        .as("a filter does not hide what the read cannot take")
        .hasStackTraceContaining("Column 'v' of table Items holds a value of type STRING");
    assertThatThrownBy(() -> load("catalog", numbers, "type.mismatch", "string").collectAsList())
        .hasStackTraceContaining("set the option type.mismatch to null.");
  }

  private Dataset<Row> load(String... changes) {
    Map<String, String> changed = new HashMap<>(options);
    for (int i = 0; i < changes.length; i += 2) {
      changed.put(changes[i], changes[i + 1]);
    }
    return spark.read().format("tablestore").options(changed).load();
  }

  @Test
  void findsOutTheColumnsThatNobodyLists() {
    create();
    Instances.putItems(client, "Items", 5, 7);
    client.putRow(
        new PutRowRequest(
            new RowPutChange(
                    "Items",
                    PrimaryKeyBuilder.createPrimaryKeyBuilder()
                        .addPrimaryKeyColumn("id", PrimaryKeyValue.fromLong(7))
                        .build())
                .addColumn("v", ColumnValue.fromLong(1))
                .addColumn("n", ColumnValue.fromDouble(1.5))
                .addColumn("flag", ColumnValue.fromBoolean(true))));
    options.remove("catalog");
    spark.sql(Instances.createStatement("found", "", options));

    assertThat(spark.table("found").schema().simpleString())
        .isEqualTo("struct<id:bigint,flag:boolean,n:double,v:string>");
    assertThat(rows("SELECT v, n FROM found WHERE id >= 6 ORDER BY id"))
        .containsExactly(RowFactory.create("item 6", 6.0), RowFactory.create("1", 1.5));
    options.put("schema.sample.rows", "0");
    assertThat(load().schema().simpleString()).isEqualTo("struct<id:bigint>");
    spark.sql("DROP TABLE found");
  }

  @Test
  void insertOverwriteIsRefused() {
    create();
    spark.sql("INSERT INTO items VALUES (1, 'one', 10)");

    assertThatThrownBy(() -> spark.sql("INSERT OVERWRITE items VALUES (2, 'two', 20)"))
        .isInstanceOf(org.apache.spark.sql.AnalysisException.class)
        .hasMessageContaining("set the option confirm.overwrite to true, or use INSERT INTO");
    assertThat(rows("SELECT id FROM items")).containsExactly(RowFactory.create(1L));
  }

  @Test
  void insertOverwriteLeavesWhatItWritesWhenThatIsConfirmed() {
    options.put("confirm.overwrite", "true");
    create();
    Instances.putItems(client, "Items", 0, 1_000);

    spark.sql("INSERT OVERWRITE items SELECT id + 500, v, n FROM items WHERE id < 510");

    assertThat(rows("SELECT count(*), min(id), max(id), max(v) FROM items"))
        .as("of a table that the statement itself reads")
        .containsExactly(RowFactory.create(510L, 500L, 1009L, "item 99"));
    spark.sql("INSERT OVERWRITE items SELECT * FROM items WHERE id < 0");
    assertThat(rows("SELECT count(*) FROM items")).containsExactly(RowFactory.create(0L));
  }

  @Test
  void aNullKeyIsRefusedByName() {
    create();

    assertThatThrownBy(() -> spark.sql("INSERT INTO items SELECT CAST(NULL AS BIGINT), 'x', 1"))
        .hasStackTraceContaining("Key column 'id' of table Items is NULL");
    assertThat(rows("SELECT * FROM items")).isEmpty();
  }

  @Test
  void aWriterByFormatKeepsToTheCatalog() {
    create();
    assertThatThrownBy(() -> append("SELECT 1L AS id, 2L AS nn"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("Column 'nn' of the query is no column of table Items");
    assertThatThrownBy(() -> append("SELECT 1L AS id, 2.5 AS n"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("Column 'n' of the query is decimal(2,1), but bigint in table");
    append("SELECT 1L AS id, CAST(2 AS SMALLINT) AS n");
    assertThat(rows("SELECT * FROM items")).containsExactly(RowFactory.create(1L, null, 2L));
  }

  private void append(String query) {
    spark.sql(query).write().format("tablestore").options(options).mode("append").save();
  }

  @Test
  void takesColumnsThatTheStatementLists() {
    options.remove("catalog");
    spark.sql(Instances.createStatement("items", "(id BIGINT, v STRING)", options));

    spark.sql("INSERT INTO items VALUES (1, 'one')");

    assertThat(rows("SELECT * FROM items")).containsExactly(RowFactory.create(1L, "one"));
  }

  @Test
  void aTableWithOptionsThatBecameWrongCanBeDropped() {
    create();
    client.deleteTable(new com.alicloud.openservices.tablestore.model.DeleteTableRequest("Items"));

    assertThatThrownBy(() -> rows("SELECT * FROM items"))
        .hasMessageContaining("Table Items does not exist in instance");
    spark.sql("DROP TABLE items");
    assertThat(spark.catalog().tableExists("items")).isFalse();
  }

  @Test
  void readsAndWritesByFormatToo() {
    spark
        .range(3)
        .selectExpr("id", "concat('item ', id) AS v", "id AS n")
        .write()
        .format("tablestore")
        .options(options)
        .mode("append")
        .save();

    assertThat(spark.read().format("tablestore").options(options).load().count()).isEqualTo(3);
  }

  @Test
  void anOrFindsTheRowsOfBothSides() {
    create();
    spark.sql("INSERT INTO items VALUES (1, 'one', 10), (2, 'two', 20), (3, 'three', 30)");

    assertThat(rows("SELECT id FROM items WHERE id = 1 OR v = 'three' ORDER BY id"))
        .containsExactly(RowFactory.create(1L), RowFactory.create(3L));
    assertThat(rows("SELECT id FROM items WHERE id = 1 OR length(v) = 5 ORDER BY id"))
        .containsExactly(RowFactory.create(1L), RowFactory.create(3L));
  }
}
