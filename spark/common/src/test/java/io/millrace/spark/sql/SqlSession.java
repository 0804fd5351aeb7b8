package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A session with a database and a directory of its own for each test class; its streams are stopped
 * after each test.
 */
final class SqlSession implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

  private static final Duration LIMIT = Duration.ofSeconds(120);

  private final String database = "db_" + UUID.randomUUID().toString().replace("-", "");
  private SparkSession session;
  private Path directory;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    Path target = Path.of("target").toAbsolutePath();
    directory = Files.createTempDirectory(target, "sql");
    // Named a second time beside META-INF/services, which must do no harm.
    session =
        SparkSession.builder()
            .master("local[2]")
            .appName("sql tests")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.warehouse.dir", target.resolve("warehouse").toUri().toString())
            .config("spark.sql.extensions", MillraceExtensions.class.getName())
            .getOrCreate()
            .newSession();
    session.conf().set(StreamRegistry.LOCATION, directory.resolve("registry").toString());
    SparkSession.setActiveSession(session);
    session.sql("CREATE DATABASE " + database + " LOCATION '" + directory.resolve("db") + "'");
    session.sql("USE " + database);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    for (StreamingQuery query : session.streams().active()) {
      query.stop();
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    session.sql("DROP DATABASE " + database + " CASCADE");
  }

  SparkSession spark() {
    return session;
  }

  Path directory() {
    return directory;
  }

  Dataset<Row> sql(String text) {
    return session.sql(text);
  }

  /** Waits until all streams of the session have ended, and fails when one has failed. */
  void awaitStreams() throws StreamingQueryException {
    for (StreamingQuery query : session.streams().active()) {
      assertThat(query.awaitTermination(LIMIT.toMillis())).as(query.name()).isTrue();
    }
  }

  /** The rows as text, in any order. */
  List<String> rows(String query) {
    return session.sql(query).collectAsList().stream().map(Row::toString).sorted().toList();
  }

  /** A table over JSON files, one of which holds each of the lines. */
  void jsonTable(String name, String columns, String... lines) {
    Path files = directory.resolve(name);
    try {
      Files.createDirectories(files);
      for (int at = 0; at < lines.length; at++) {
        Files.writeString(files.resolve(at + ".json"), lines[at]);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
    sql("CREATE TABLE " + name + " (" + columns + ") USING json LOCATION '" + files + "'");
  }
}
