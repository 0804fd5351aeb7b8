package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.error.InvalidCheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkCheckpointTest {

  private static final String SETTINGS = "{\"batchWatermarkMs\":0,\"batchTimestampMs\":1}";

  @TempDir Path directory;

  @Test
  void aDirectoryThatIsNotThereIsWhole() {
    directory = directory.resolve("none");
    check();
  }

  /** All that some version of Spark writes, and what sources write that are not ours. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "v1\n" + SETTINGS + "\n{\"version\":1,\"tunnel\":\"t\",\"seq\":3,\"from\":{}}",
        "v1\n" + SETTINGS + "\n-\n-",
        "v1\n" + SETTINGS + "\n17\n{not even JSON\n-",
        "v1\n\n{\"0\":{\"value\":4}}",
        "v2\n" + SETTINGS + "\n0:{\"version\":1,\"from\":{}}\norders:-",
        "v99\nas a newer one writes it",
      })
  void acceptsOffsetsOfEveryLayout(String offsets) throws IOException {
    write("offsets/7", offsets);
    check();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v2\n" + SETTINGS + "\n0:{\"version\":1,\"tunnel\":\"t\",\"fr",
        "v1\n" + SETTINGS + "\n-\n{\"ver",
        "v1\n" + SETTINGS + "\n",
        "v1\n{\"batchWater",
        "1\n" + SETTINGS + "\n-",
      })
  void refusesOffsetsThatAreCut(String offsets) throws IOException {
    write("offsets/7", offsets);
    assertThatThrownBy(this::check)
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessage(
            "The file offsets/7 in the checkpoint "
                + directory
                + " is cut or damaged: restore it, or give the query a new checkpointLocation, to"
                + " begin anew.");
  }

  @Test
  void looksOnlyAtWhatIsReadAtAStart() throws IOException {
    write("offsets/0", "");
    write("offsets/1", "v1\n" + SETTINGS + "\n-");
    write("offsets/2", "v1\n" + SETTINGS + "\n-");
    write("offsets/.3.0b2c.tmp", "");
    write("commits/0", "");
    write("commits/1", "v2\n{\"nextBatchWatermarkMs\":0,\"stateUniqueIds\":{\"0\":[[\"a\"]]}}");
    write("commits/1.crc", "");
    write("metadata", "{\"id\":\"6a1f\"}\n");
    check();
    write("offsets/1", "");
    assertThatThrownBy(this::check).hasMessageStartingWith("The file offsets/1 in ");
  }

  private void write(String name, String content) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private void check() {
    SparkCheckpoint.of(directory.toString(), new Configuration()).check();
  }
}
