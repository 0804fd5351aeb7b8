package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;

/** Tables of files whose sink has listed the batches of a stream, and passes over their numbers. */
class ListedBatchesIT extends OneStreamTests {

  private static final String ORDERS = "SELECT id FROM order_stream";

  @Test
  void aStreamThatBeginsAnewNeedsAnotherTable() throws Exception {
    stream.create(ORDERS);
    assertThat(stream.drained()).hasSize(2);
    Path anew = stream.checkpoint().resolveSibling("anew");
    String second =
        stream.statement("", "", ORDERS).replace(stream.checkpoint().toString(), anew.toString());
    String refusal = refusal(stream.sink(), "db/" + stream.sink(), "job", anew);
    for (String statement : new String[] {second, "EXPLAIN " + second}) {
      assertThatThrownBy(() -> session.sql(statement).collect())
          .isInstanceOf(AnalysisException.class)
          .hasMessage(refusal)
          .hasNoCause();
      assertThat(anew).doesNotExist();
    }

    // The stream that wrote the table goes on, by each of the statements.
    stream.create(ORDERS);
    assertThat(stream.drained()).hasSize(2);
    session.sql("ALTER STREAM job SET OPTIONS (triggerType = 'Once')");
    session.sql("START STREAM job");
    assertThat(stream.drained()).hasSize(2);

    // Nor is a table made that leads to the same files.
    session.sql("SET streaming.query.name=making");
    session.sql("SET spark.sql.streaming.query.options.making.checkpointLocation=" + anew);
    session.sql("SET spark.sql.streaming.query.trigger.making=AvailableNow");
    String files = "db/" + stream.sink();
    String made =
        "CREATE TABLE made USING parquet LOCATION '"
            + session.directory().resolve(files)
            + "' AS "
            + ORDERS;
    assertThatThrownBy(() -> session.sql(made)).hasMessage(refusal("made", files, "making", anew));
    assertThat(session.rows("SHOW TABLES LIKE 'made'")).isEmpty();

    // A log that lists nothing, as a stream leaves it that had no batch, is no reason.
    Path log = session.directory().resolve(files).resolve("_spark_metadata");
    try (var batches = Files.list(log)) {
      for (Path batch : batches.toList()) {
        Files.delete(batch);
      }
    }
    Files.createFile(log.resolve(".0.d6b58a98.tmp"));
    session.sql(made);
    session.awaitStreams();
    assertThat(session.rows("SELECT * FROM made")).containsExactly("[1]", "[2]");
    session.sql("SET streaming.query.name=");
  }

  private static String refusal(String table, String files, String name, Path checkpoint) {
    return "Table "
        + table
        + " has batches of a stream listed in file:"
        + session.directory().resolve(files)
        + "/_spark_metadata, and Spark would pass over the first ones of stream "
        + name
        + ", whose checkpointLocation='"
        + checkpoint
        + "' is new: give it the checkpoint that belongs to the table, or another table.";
  }

  @Test
  void whatCannotBeLookedAtIsSparksToSay() throws Exception {
    // Known to the session alone.
    session.sql("SET fs.elsewhere.impl=" + Elsewhere.class.getName());
    Path files = session.directory().resolve("elsewhere");
    session.sql(
        "CREATE TABLE elsewhere (id BIGINT) USING parquet LOCATION 'elsewhere://" + files + "'");
    String statement =
        stream
            .statement("", "", ORDERS)
            .replace("STREAM job", "STREAM away")
            .replace("INTO " + stream.sink(), "INTO elsewhere");
    session.sql(statement);
    session.awaitStreams();
    String anew = statement.replace("/job'", "/anew'");
    assertThatThrownBy(() -> session.sql(anew))
        .hasMessageStartingWith(
            "Table elsewhere has batches of a stream listed in elsewhere:" + files);
    Elsewhere.unreadable = true;
    try {
      session.sql(anew);
      StreamingQuery query = session.spark().streams().active()[0];
      assertThatThrownBy(() -> query.awaitTermination(TimeUnit.MINUTES.toMillis(2)))
          .hasStackTraceContaining("not for everyone");
    } finally {
      Elsewhere.unreadable = false;
    }
  }

  /** The local disk under another scheme, whose lists of batches may be kept from all. */
  public static final class Elsewhere extends RawLocalFileSystem {

    private static volatile boolean unreadable;

    @Override
    public URI getUri() {
      return URI.create("elsewhere:///");
    }

    @Override
    public FileStatus[] listStatus(org.apache.hadoop.fs.Path path) throws IOException {
      if (unreadable && path.getName().equals("_spark_metadata")) {
        throw new IOException(path + " is not for everyone");
      }
      return super.listStatus(path);
    }
  }
}
