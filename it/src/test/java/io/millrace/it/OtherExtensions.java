package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Delta, which has the session's catalog, and Iceberg, in one session with us. */
final class OtherExtensions {
  private static final String OURS = "io.millrace.spark.sql.MillraceExtensions";
  private static final String DELTAS = "io.delta.sql.DeltaSparkSessionExtension";
  private static final String ICEBERGS =
      "org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions";

  /** Their parsers stand around ours, which is there without being named. */
  static final String AROUND_OURS = DELTAS + "," + ICEBERGS;

  /** Between two of ours, which is named last. */
  static final String WITHIN_OURS = ICEBERGS + "," + DELTAS + "," + OURS;

  private final SparkHome spark;
  private final Path jars;
  private final Path directory;

  /**
   * Beside a line of Spark.
   *
   * @param jars the directory of theirs, which the build has filled
   */
  OtherExtensions(SparkHome spark, String jars, Path directory) {
    this.spark = spark;
    this.jars = Launched.root().resolve("it/target").resolve(jars);
    this.directory = directory;
  }

  /** Runs their statements and ours, each on the tables of the others. */
  void assertSideBySide(String extensions) throws IOException, InterruptedException {
    List<String> settings =
        List.of(
            "spark.sql.extensions=" + extensions,
            "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog",
            "spark.sql.catalog.ice=org.apache.iceberg.spark.SparkCatalog",
            "spark.sql.catalog.ice.type=hadoop",
            "spark.sql.catalog.ice.warehouse=" + directory.resolve("ice"),
            "spark.sql.sources.parallelPartitionDiscovery.parallelism=2",
            "spark.databricks.delta.snapshotPartitions=1");
    try (SqlPrompt sql = spark.prompt(directory, Launched.jars(jars), settings)) {
      TheirStatements theirs = new TheirStatements(sql, directory);
      if (extensions.equals(WITHIN_OURS)) {
        // Only here ours is the first to see each of their statements.
        theirs.all();
      } else {
        theirs.some();
      }
      ours(sql);
      assertThat(sql.quit()).isZero();
    }
  }

  private void ours(SqlPrompt sql) {
    TheirStatements.fine(
        sql,
        "CREATE SCAN of_delta ON d USING STREAM",
        "CREATE SCAN of_iceberg ON ice.db.i USING STREAM",
        "CREATE TABLE into_delta (id BIGINT, n BIGINT) USING delta",
        "CREATE TABLE ice.db.into_iceberg (id BIGINT, n BIGINT) USING iceberg",
        stream("a", "INSERT INTO into_delta SELECT id, n FROM of_iceberg"),
        stream("b", "INSERT INTO ice.db.into_iceberg SELECT id, n FROM of_delta"),
        "AWAIT STREAMS",
        stream(
            "c",
            "MERGE INTO d AS t USING (SELECT id + 1 AS id, 10 * n AS n FROM of_iceberg) AS s"
                + " ON t.id = s.id WHEN MATCHED THEN UPDATE SET n = s.n"
                + " WHEN NOT MATCHED THEN INSERT (id, n) VALUES (id, n)"),
        "AWAIT STREAMS");
    assertThat(sql.ask("SHOW STREAMS").split("\tFINISHED\t", -1)).hasSize(4);
    assertThat(sql.ask("SELECT 'a', * FROM into_delta")).contains("a\t1\t1\n", "a\t2\t2\n");
    assertThat(sql.ask("SELECT 'b', * FROM ice.db.into_iceberg"))
        .contains("b\t1\t1\n", "b\t2\t2\n");
    assertThat(sql.ask("SELECT 'c', * FROM d")).contains("c\t1\t1\n", "c\t2\t10\n", "c\t3\t20\n");
    assertThat(sql.ask("SELECT * FROM of_delta LIMIT 5", "SHOW STREEMS"))
        .contains("near 'STREEMS': expected STREAMS.");
    TheirStatements.fine(
        sql,
        "MERGE INTO d USING into_delta s ON d.id = s.id WHEN MATCHED THEN DELETE",
        "DROP SCAN of_delta");
    assertThat(sql.ask("SELECT 'd', * FROM d")).contains("d\t3\t20\n").doesNotContain("d\t1\t");
  }

  private String stream(String name, String body) {
    return "CREATE STREAM "
        + name
        + " OPTIONS(triggerType='AvailableNow', checkpointLocation='"
        + directory.resolve("cp").resolve(name)
        + "') "
        + body;
  }
}
