package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of streams that files and directories have to bear. */
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
