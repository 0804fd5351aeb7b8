package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Names of streams, which files and directories have to bear, and of the tables that they write.
 */
class StreamNamesIT extends OneStreamTests {

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "/tmp/job", "a:b"})
  void aNameThatNoDirectoryHasNeedsACheckpoint(String name) {
    session.sql("SET spark.sql.streaming.checkpointLocation=" + stream.checkpoint());
    try {
      stream.refused(
          "CREATE STREAM `"
              + name
              + "` INSERT INTO "
              + stream.sink()
              + " SELECT id FROM order_stream",
          "Stream "
              + name
              + " has no checkpointLocation, and no directory below spark.sql.streaming.checkpointLocation"
              + " can have its name: add OPTIONS(checkpointLocation='a directory of its own').");
    } finally {
      session.sql("RESET spark.sql.streaming.checkpointLocation");
    }
  }

  @Test
  void theTableOfACheckpointIsKnownByEachOfItsNames() throws Exception {
    String query = "SELECT id FROM order_stream";
    stream.create(query);
    assertThat(stream.drained()).hasSize(2);
    String here = session.spark().catalog().currentDatabase();
    for (String name :
        List.of(here + "." + stream.sink(), stream.sink().toUpperCase(Locale.ROOT))) {
      session.sql(stream.statement("", "", query).replace(stream.sink(), name));
      assertThat(stream.drained()).hasSize(2);
    }
    session.sql("CREATE DATABASE elsewhere");
    session.sql("USE elsewhere");
    try {
      session.sql("CREATE TABLE " + stream.sink() + " (id BIGINT) USING parquet");
      assertThatThrownBy(() -> stream.create(query))
          .hasMessageContaining(
              "' belongs to stream job into spark_catalog."
                  + here
                  + "."
                  + stream.sink()
                  + ": give ");
    } finally {
      session.sql("USE " + here);
      session.sql("DROP DATABASE elsewhere CASCADE");
    }
  }

  @Test
  void aStreamThatIsInNoRegistryIsDescribed() {
    session.sql("CREATE TABLE unknown (value BIGINT) USING parquet");
    session.sql("CREATE TABLE ticks USING rate");
    session.sql("CREATE SCAN tick_stream ON ticks USING STREAM");
    String registry = session.spark().conf().get(StreamRegistry.LOCATION);
    session.sql("SET " + StreamRegistry.LOCATION + "=/proc/nowhere");
    try {
      session.sql(
          "CREATE STREAM unknown OPTIONS(checkpointLocation='"
              + stream.checkpoint()
              + "') INSERT INTO unknown SELECT value FROM tick_stream");
      assertThat(session.rows("DESCRIBE STREAM unknown"))
          .contains(
              "[State,RUNNING]",
              "[Definition,not in file:/proc/nowhere, which could not be written]");
      session.sql("STOP STREAM unknown");
      assertThatThrownBy(() -> session.rows("DESCRIBE STREAM unknown"))
          .hasMessageStartingWith("There is no stream unknown in file:/proc/nowhere");
    } finally {
      session.sql("SET " + StreamRegistry.LOCATION + "=" + registry);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\u00fc"})
  void aNameMustNotBeTooLongForAFile(String letter) throws Exception {
    int longest = letter.equals("a") ? 200 : 200 / 6;
    String name = letter.repeat(longest);
    String statement = stream.statement("", "", "SELECT id FROM order_stream");
    stream.refused(
        statement.replace("STREAM job", "STREAM " + name + letter),
        "The name of stream "
            + name
            + letter
            + " is too long for a file of the registry: give it one of at most 200 letters, digits,"
            + " '-' and '_', of which any other character takes the place of 3 to 12.");
    session.sql(statement.replace("STREAM job", "STREAM `" + name + "`"));
    assertThat(stream.drained()).hasSize(2);
    assertThat(session.rows("DESCRIBE STREAM `" + name + "`")).contains("[Name," + name + "]");
    session.sql("DROP STREAM `" + name + "`");
  }
}
