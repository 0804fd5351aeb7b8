package io.millrace.spark.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Whose a checkpoint directory is, as a file in it says.
 *
 * @param state the digest of the query's {@link QueryState}
 * @param spark the version of Spark that keeps that state
 */
record CheckpointOwner(String stream, String sink, String state, String spark) {

  /** Hidden from Spark, which lists only the directories of its own. */
  static final String FILE = "_millrace_stream.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The owner of a directory; none where nobody claimed it, or was killed while it did. */
  static Optional<CheckpointOwner> of(FileSystem files, Path directory) throws IOException {
    if (isDamaged(files, directory)) {
      return Optional.empty();
    }
    return read(files, directory)
        .map(
            said ->
                new CheckpointOwner(
                    said.path("stream").asText(),
                    said.path("sink").asText(),
                    said.path("state").asText(),
                    said.path("spark").asText()));
  }

  /** Whether a directory has the file, and the file is cut or holds something else. */
  static boolean isDamaged(FileSystem files, Path directory) throws IOException {
    try {
      return read(files, directory).filter(said -> !said.isObject()).isPresent();
    } catch (JsonProcessingException | ChecksumException damaged) {
      return true;
    }
  }

  private static Optional<JsonNode> read(FileSystem files, Path directory) throws IOException {
    try (InputStream in = files.open(new Path(directory, FILE))) {
      return Optional.of(JSON.readTree(in));
    } catch (FileNotFoundException none) {
      return Optional.empty();
    }
  }

  /**
   * Whether another's state is that of another query. Where another version of Spark keeps it
   * nobody knows, because that may write the same query otherwise.
   */
  boolean hasOtherState(CheckpointOwner other) {
    return spark.equals(other.spark) && !state.equals(other.state);
  }

  /**
   * Makes the file of a directory, in place of a damaged one.
   *
   * @throws FileAlreadyExistsException if somebody else made it first
   */
  Path write(FileSystem files, Path directory) throws IOException {
    Path file = new Path(directory, FILE);
    Map<String, String> said =
        Map.of("version", "1", "stream", stream, "sink", sink, "state", state, "spark", spark);
    try (OutputStream out = files.create(file, /* overwrite= */ isDamaged(files, directory))) {
      out.write(JSON.writeValueAsBytes(said));
    }
    return file;
  }
}
