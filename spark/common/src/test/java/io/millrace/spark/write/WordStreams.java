package io.millrace.spark.write;

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
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Streams of words into a table of counts, from files that are added between runs. */
abstract class WordStreams {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private static final String COUNTS =
      "{\"columns\": {\"word\": {\"type\": \"string\"}, \"count\": {\"type\": \"long\"}}}";

  @TempDir Path directory;
  final SparkSession spark = SparkLocal.session();
  Map<String, String> options;

  @BeforeEach
  final void createTable(LocalInstance instance, SyncClient client) throws IOException {
    Instances.createTable(client, "Counts", "word", PrimaryKeyType.STRING);
    options = Instances.options(instance, "Counts", COUNTS);
    spark.sql(Instances.createStatement("counts", "", options));
    Files.createDirectories(directory.resolve("in"));
  }

  @AfterEach
  final void drop() {
    spark.sql("DROP TABLE counts");
  }

  final void addLines(String file, String... lines) throws IOException {
    Files.write(directory.resolve("in").resolve(file), List.of(lines));
  }

  final Dataset<Row> words() {
    return spark.readStream().text(directory.resolve("in").toString()).toDF("word");
  }

  final void run(Dataset<Row> query, String outputMode) throws Exception {
    StreamingQuery running =
        query
            .writeStream()
            .outputMode(outputMode)
            .option("checkpointLocation", directory.resolve("checkpoint").toString())
            .trigger(Trigger.AvailableNow())
            .toTable("counts");
    running.awaitTermination();
  }

  final List<Row> counts() {
    return spark.sql("SELECT word, count FROM counts ORDER BY word").collectAsList();
  }
}
