package io.millrace.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.spark.Instances;
import io.millrace.spark.error.InvalidQueryException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of rows that streams and statements write: NULLs, what is left out or refused. */
class RowWritesIT extends WordStreams {

  @Test
  void namesARowThatTheServiceRefuses() throws Exception {
    addLines("1.txt", "a", "x".repeat(1025), "b");

    assertThatThrownBy(
            () -> run(words().selectExpr("word", "CAST(1 AS BIGINT) AS count"), "append"))
        .hasStackTraceContaining("The row with key (word='xxx")
        .hasStackTraceContaining("exceeds the MaxLength:1024");
  }

  @Test
  void setsRefusedRowsAsideAndCountsThem(LocalInstance instance, SyncClient client)
      throws Exception {
    Instances.createTable(client, "Other", "id", PrimaryKeyType.STRING);
    addLines("1.txt", "a", "x".repeat(1025), "b", "none", "y".repeat(2_097_152));
    StreamingQuery misdirected =
        startSevens("misdirected", Map.of("writer.dead.letter.table", "Other"));
    assertThatThrownBy(misdirected::awaitTermination)
        .hasMessageContaining(
            "Option writer.dead.letter.table is 'Other', a table with another key");

    StreamingQuery failing = startSevens("checkpoint", Map.of());
    assertThatThrownBy(failing::awaitTermination).hasMessageContaining("of table Counts is NULL");

    // It goes on with a table for the rows that stopped it.
    Map<String, String> setAside = Map.of("writer.dead.letter.table", "Refused");
    StreamingQuery running = startSevens("checkpoint", setAside);
    running.awaitTermination();

    assertThat(counts()).containsExactly(RowFactory.create("a", 7L), RowFactory.create("b", 7L));
    String catalog =
        "{\"columns\": {\"table\": {\"type\": \"string\"}, \"id\": {\"type\": \"string\"},"
            + " \"reason\": {\"type\": \"string\"}, \"row\": {\"type\": \"string\"}}}";
    List<Row> letters =
        spark
            .read()
            .format("tablestore")
            .options(Instances.options(instance, "Refused", catalog))
            .load()
            .select("table", "reason", "row")
            .orderBy("row")
            .collectAsList();
    assertThat(letters).extracting(row -> row.getString(0)).containsOnly("Counts").hasSize(3);
    assertThat(letters.get(0).getString(1)).startsWith("Key column 'word' of table Counts is NULL");
    assertThat(letters.get(0).getString(2)).isEqualTo("{\"count\":7}");
    assertThat(letters.get(1).getString(1)).contains("exceeds the MaxLength:1024");
    // The third is larger than a cell can be.
    assertThat(letters.get(2).getString(2))
        .isEqualTo("{\"word\":\"" + "y".repeat(256) + "...\",\"count\":7}");
    assertThat(running.lastProgress().sink().metrics()).containsEntry("refusedRows", "3");

    client.deleteTable(new DeleteTableRequest("Counts"));
    addLines("2.txt", "c");
    assertThatThrownBy(startSevens("checkpoint", setAside)::awaitTermination)
        .hasStackTraceContaining("Table Counts cannot be written: OTSObjectNotExist")
        .hasStackTraceContaining("the rows come again");
  }

  /** Writes each word with the number 7; the word {@code none} is a NULL. */
  private StreamingQuery startSevens(String checkpoint, Map<String, String> writer)
      throws Exception {
    return words()
        .selectExpr("nullif(word, 'none') AS word", "CAST(7 AS BIGINT) AS count")
        .writeStream()
        .options(writer)
        .option("checkpointLocation", directory.resolve(checkpoint).toString())
        .trigger(Trigger.AvailableNow())
        .toTable("counts");
  }

  @Test
  void namesTheTableOfRefusedRowsThatIsGone(SyncClient client) throws Exception {
    addLines("1.txt", "none");
    StreamingQuery running =
        words()
            .selectExpr("nullif(word, 'none') AS word")
            .writeStream()
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .option("writer.dead.letter.table", "Refused")
            .toTable("counts");
    try {
      running.processAllAvailable();
      client.deleteTable(new DeleteTableRequest("Refused"));
      addLines("2.txt", "none");
      assertThatThrownBy(running::processAllAvailable)
          .hasStackTraceContaining(
              "Table Refused, the writer.dead.letter.table of refused rows, cannot be used:"
                  + " OTSObjectNotExist")
          .hasStackTraceContaining("Start the query again when that is put right");
    } finally {
      running.stop();
    }
  }

  @Test
  void aNullDoesWhatIsAsked() throws Exception {
    spark.sql("INSERT INTO counts VALUES ('a', 1), ('b', 2)");
    addLines("1.txt", "a", "b");
    Dataset<Row> nulls = words().selectExpr("word", "CAST(NULL AS BIGINT) AS count");

    updating(nulls, "ignore", "first");
    assertThat(counts()).containsExactly(RowFactory.create("a", 1L), RowFactory.create("b", 2L));

    updating(nulls, "delete", "second");
    assertThat(counts())
        .containsExactly(RowFactory.create("a", null), RowFactory.create("b", null));

    assertThatThrownBy(() -> updating(nulls, "fail", "third"))
        .hasStackTraceContaining("Column 'count' is NULL in the row with key (word='a')");
  }

  private void updating(Dataset<Row> query, String nullAction, String checkpoint) throws Exception {
    query
        .writeStream()
        .option("checkpointLocation", directory.resolve(checkpoint).toString())
        .option("writer.row.change.type", "update")
        .option("writer.null.action", nullAction)
        .trigger(Trigger.AvailableNow())
        .toTable("counts")
        .awaitTermination();
  }

  @Test
  void appendsToATableWhoseKeysTheServiceMakes(LocalInstance instance, SyncClient client)
      throws Exception {
    Instances.createLog(client, "Log");
    Map<String, String> log = Instances.options(instance, "Log", Instances.LOG);
    addLines("1.txt", "a", "b", "a");

    words()
        .selectExpr("'monday' AS day", "word")
        .writeStream()
        .format("tablestore")
        .options(log)
        .option("checkpointLocation", directory.resolve("checkpoint").toString())
        .trigger(Trigger.AvailableNow())
        .start()
        .awaitTermination();

    assertThat(spark.read().format("tablestore").options(log).load().select("word").collectAsList())
        .extracting(row -> row.getString(0))
        .containsExactlyInAnyOrder("a", "b", "a");
    assertThatThrownBy(
            () ->
                words()
                    .selectExpr("'monday' AS day", "word")
                    .writeStream()
                    .format("tablestore")
                    .options(log)
                    .option("writer.row.change.type", "update")
                    .option("checkpointLocation", directory.resolve("other").toString())
                    .trigger(Trigger.AvailableNow())
                    .start()
                    .awaitTermination())
        .hasMessageContaining("The service makes the values of key column 'number' of table Log");
  }

  /** Another table, for statements. */
  private void createItems(Map<String, String> items) {
    spark.sql("DROP TABLE IF EXISTS items");
    spark.sql(Instances.createStatement("items", "", items));
  }

  /** Items whose rows are updated, not replaced; gives the options of their table. */
  private Map<String, String> createUpdatedItems(LocalInstance instance, SyncClient client) {
    Instances.createItems(client, "Items");
    Map<String, String> items = Instances.options(instance, "Items", Instances.ITEMS);
    items.put("writer.row.change.type", "update");
    createItems(items);
    return items;
  }

  private List<Row> rows(String sql) {
    return spark.sql(sql).collectAsList();
  }

  @AfterEach
  void dropItems() {
    spark.sql("DROP TABLE IF EXISTS items");
  }

  @Test
  void updatesKeepTheOtherColumns(LocalInstance instance, SyncClient client) {
    createUpdatedItems(instance, client);
    spark.sql("INSERT INTO items VALUES (1, 'one', 10), (2, 'two', 20)");

    spark.sql("INSERT INTO items VALUES (1, NULL, 11), (2, NULL, NULL), (3, NULL, NULL)");

    assertThat(rows("SELECT * FROM items ORDER BY id"))
        .containsExactly(
            RowFactory.create(1L, "one", 11L),
            RowFactory.create(2L, "two", 20L),
            RowFactory.create(3L, null, null));
  }

  @Test
  void anInsertMayLeaveColumnsOut(LocalInstance instance, SyncClient client) {
    createUpdatedItems(instance, client);
    spark.sql("INSERT INTO items (n, ID) VALUES (10, 1), (20, 2)");
    spark.sql("INSERT INTO items BY NAME SELECT 'one' AS v, 1L AS id");

    assertThat(rows("SELECT * FROM items ORDER BY id"))
        .containsExactly(RowFactory.create(1L, "one", 10L), RowFactory.create(2L, null, 20L));
    assertThatThrownBy(() -> spark.sql("INSERT INTO items (v, n) VALUES ('x', 1)"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("The query does not produce the key column 'id' of table Items");
    assertThatThrownBy(() -> spark.sql("INSERT INTO items (id, v) VALUES (1)"))
        .isInstanceOf(org.apache.spark.sql.AnalysisException.class);
    assertThatThrownBy(() -> spark.sql("INSERT INTO items (id, x) VALUES (1, 2)"))
        .isInstanceOf(org.apache.spark.sql.AnalysisException.class);
  }

  /** What an INSERT does not name it does not touch, whatever a NULL would do. */
  @Test
  void whatAnInsertLeavesOutIsNoNull(LocalInstance instance, SyncClient client) {
    Map<String, String> items = createUpdatedItems(instance, client);
    items.put("writer.null.action", "delete");
    createItems(items);
    spark.sql("INSERT INTO items VALUES (1, 'one', 10), (2, 'two', 20)");
    spark.sql("INSERT INTO items (n, id) VALUES (11, 1), (NULL, 2)");
    spark.sql("INSERT INTO items BY NAME SELECT 3L AS id, 30 AS n");
    assertThat(rows("SELECT * FROM items ORDER BY id"))
        .containsExactly(
            RowFactory.create(1L, "one", 11L),
            RowFactory.create(2L, "two", null),
            RowFactory.create(3L, null, 30L));

    items.put("writer.null.action", "fail");
    createItems(items);
    spark.sql("INSERT INTO items (v, id) VALUES ('uno', 1)");
    assertThatThrownBy(() -> spark.sql("INSERT INTO items (v, id) VALUES (NULL, 1)"))
        .hasStackTraceContaining("Column 'v' is NULL in the row with key (id=1)");

    items.put("writer.row.change.type", "put");
    createItems(items);
    spark.sql("INSERT INTO items (id, v) VALUES (2, 'dos')");
    assertThat(rows("SELECT * FROM items ORDER BY id"))
        .containsExactly(
            RowFactory.create(1L, "uno", 11L),
            RowFactory.create(2L, "dos", null),
            RowFactory.create(3L, null, 30L));
  }

  @Test
  void anInsertMayLeaveOutTheKeyThatTheServiceMakes(LocalInstance instance, SyncClient client) {
    Instances.createLog(client, "Log");
    Map<String, String> items = Instances.options(instance, "Log", Instances.LOG);
    createItems(items);
    spark.sql("INSERT INTO items (word, day) VALUES ('a', 'monday'), ('b', 'monday')");
    spark.sql("INSERT INTO items BY NAME SELECT 'tuesday' AS day, 'c' AS word");
    spark.sql("INSERT INTO items VALUES ('tuesday', NULL, 'd')");
    assertThat(rows("SELECT day, word FROM items ORDER BY word"))
        .containsExactly(
            RowFactory.create("monday", "a"),
            RowFactory.create("monday", "b"),
            RowFactory.create("tuesday", "c"),
            RowFactory.create("tuesday", "d"));
    assertThat(rows("SELECT DISTINCT number FROM items WHERE number IS NOT NULL")).hasSize(4);
    assertThatThrownBy(() -> spark.sql("INSERT INTO items (word) VALUES ('e')"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("The query does not produce the key column 'day' of table Log");
    items.put("writer.row.change.type", "update");
    createItems(items);
    assertThatThrownBy(() -> spark.sql("INSERT INTO items (word, day) VALUES ('f', 'monday')"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageStartingWith("The service makes the values of key column 'number' of table Log");
  }
}
