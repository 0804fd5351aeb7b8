package io.millrace.spark.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams into a table, from files that are added between runs. */
@ExtendWith(LocalTablestoreExtension.class)
class SinkIT {

  private static final String COUNTS =
      "{\"columns\": {\"word\": {\"type\": \"string\"}, \"count\": {\"type\": \"long\"}}}";

  @TempDir Path directory;
  private final SparkSession spark = SparkLocal.session();
  private Map<String, String> options;

  @BeforeEach
  void createTable(LocalInstance instance, SyncClient client) throws IOException {
    Instances.createTable(client, "Counts", "word", PrimaryKeyType.STRING);
    options = Instances.options(instance, "Counts", COUNTS);
    spark.sql(Instances.createStatement("counts", "", options));
    Files.createDirectories(directory.resolve("in"));
  }

  @AfterEach
  void drop() {
    spark.sql("DROP TABLE counts");
  }

  private void addLines(String file, String... lines) throws IOException {
    Files.write(directory.resolve("in").resolve(file), List.of(lines));
  }

  private Dataset<Row> words() {
    return spark.readStream().text(directory.resolve("in").toString()).toDF("word");
  }

  private void run(Dataset<Row> query, String outputMode) throws Exception {
    StreamingQuery running =
        query
            .writeStream()
            .outputMode(outputMode)
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .toTable("counts");
    running.awaitTermination();
  }

  private List<Row> counts() {
    return spark.sql("SELECT word, count FROM counts ORDER BY word").collectAsList();
  }

  @Test
  void updateModeWritesTheGroupsThatChanged() throws Exception {
    addLines("1.txt", "a", "b", "a");
    run(words().groupBy("word").count(), "update");
    assertThat(counts()).containsExactly(RowFactory.create("a", 2L), RowFactory.create("b", 1L));

    addLines("2.txt", "b", "c");
    run(words().groupBy("word").count(), "update");

    assertThat(counts())
        .containsExactly(
            RowFactory.create("a", 2L), RowFactory.create("b", 2L), RowFactory.create("c", 1L));
  }

  @Test
  void completeModeWritesAllGroups() throws Exception {
    addLines("1.txt", "a", "b", "a");
    run(words().groupBy("word").count(), "complete");
    addLines("2.txt", "b", "c");
    run(words().groupBy("word").count(), "complete");

    assertThat(counts())
        .containsExactly(
            RowFactory.create("a", 2L), RowFactory.create("b", 2L), RowFactory.create("c", 1L));
  }

  @Test
  void appendModeWritesRowsAsTheyCome() throws Exception {
    addLines("1.txt", "a", "b", "a");
    run(words().selectExpr("word", "CAST(length(word) AS BIGINT) AS count"), "append");

    assertThat(counts()).containsExactly(RowFactory.create("a", 1L), RowFactory.create("b", 1L));
  }

  @Test
  void writesByFormatWithoutATable() throws Exception {
    addLines("1.txt", "a", "b", "a");

    StreamingQuery running =
        words()
            .groupBy("word")
            .count()
            .writeStream()
            .outputMode("update")
            .format("tablestore")
            .options(options)
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .start();
    running.awaitTermination();

    assertThat(counts()).containsExactly(RowFactory.create("a", 2L), RowFactory.create("b", 1L));
  }

  @Test
  void refusesAQueryWithoutTheKeyColumns() throws Exception {
    addLines("1.txt", "a");

    assertThatThrownBy(() -> run(words().selectExpr("CAST(1 AS BIGINT) AS count"), "append"))
        .hasMessageContaining(
            "The query does not produce the key column 'word' of table Counts: select it, with AS"
                + " where the name differs.");
    assertThatThrownBy(() -> run(words().selectExpr("word", "1 AS cuont"), "append"))
        .hasMessageContaining(
            "Column 'cuont' of the query is no column of table Counts: did you mean 'count'?");
    assertThatThrownBy(() -> run(words().selectExpr("word", "'x' AS count"), "append"))
        .hasMessageContaining("Column 'count' of the query is string, but bigint in table Counts");
  }

  @Test
  void writesThousandsOfRowsWithFewKeys() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append("word").append(i % 1000).append('\n');
    }
    Files.writeString(directory.resolve("in/many.txt"), lines);

    run(words().selectExpr("word", "CAST(7 AS BIGINT) AS count"), "append");

    assertThat(spark.table("counts").count()).isEqualTo(1000);
    assertThat(spark.table("counts").filter("count = 7").count()).isEqualTo(1000);
  }

  @Test
  void namesARowThatTheServiceRefuses() throws Exception {
    addLines("1.txt", "a", "x".repeat(1025), "b");

    assertThatThrownBy(
            () -> run(words().selectExpr("word", "CAST(1 AS BIGINT) AS count"), "append"))
        .hasStackTraceContaining("The row with key (word='xxx")
        .hasStackTraceContaining("exceeds the MaxLength:1024");
  }
}
