package io.millrace.spark.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.spark.stream.SparkCheckpoint;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.spark.sql.SparkSession;

/**
 * The checkpoint directory of a stream, and the file in it that says whose it is: a query that went
 * on from another one's progress would skip rows without a word.
 */
final class StreamCheckpoint {

  /** Hidden from Spark, which lists only the directories of its own. */
  static final String OWNER_FILE = "_millrace_stream.json";

  /** Where Spark writes the offsets of batches. */
  private static final String OFFSETS = "offsets";

  private static final ObjectMapper JSON = new ObjectMapper();
  static final String ROOT = "spark.sql.streaming.checkpointLocation";

  private final String location;
  private final Path directory;
  private final FileSystem files;
  private final Map<String, String> owner;

  /** Whether this stream had claimed it before. */
  private boolean owned;

  /** Directories and files that {@link #claim} made, outermost first. */
  private final List<Path> made = new ArrayList<>();

  private StreamCheckpoint(
      String location, Path directory, FileSystem files, Map<String, String> owner) {
    this.location = location;
    this.directory = directory;
    this.files = files;
    this.owner = owner;
  }

  /**
   * The checkpoint that the options name, found usable by this stream; nothing is written.
   *
   * @param state the digest of the query's {@link QueryState}
   */
  static StreamCheckpoint of(
      SparkSession session, String stream, String sink, String state, StreamOptions options)
      throws InvalidStatementException {
    String location = location(session, stream, options);
    try {
      Path path = new Path(location);
      FileSystem files = path.getFileSystem(session.sparkContext().hadoopConfiguration());
      Map<String, String> owner =
          Map.of(
              "version",
              "1",
              "stream",
              stream,
              "sink",
              sink,
              "state",
              state,
              "spark",
              session.version());
      StreamCheckpoint checkpoint =
          new StreamCheckpoint(location, files.makeQualified(path), files, owner);
      checkpoint.check();
      return checkpoint;
    } catch (IOException | IllegalArgumentException unusable) {
      throw new InvalidStatementException(
          "checkpointLocation='"
              + location
              + "' of stream "
              + stream
              + " cannot be used: "
              + RootCause.sentence(unusable));
    }
  }

  private static String location(SparkSession session, String stream, StreamOptions options)
      throws InvalidStatementException {
    String location =
        options.checkpointLocation().isPresent()
            ? options.checkpointLocation().get()
            : session.conf().get(ROOT, "");
    if (location.isBlank()) {
      throw new InvalidStatementException(
          "Stream "
              + stream
              + " has no checkpointLocation: add OPTIONS(checkpointLocation='a directory of its own').");
    }
    return options.checkpointLocation().isPresent()
        ? location
        : new Path(location, stream).toString();
  }

  /** The location as the user gave it. */
  String location() {
    return location;
  }

  private void check() throws IOException, InvalidStatementException {
    Path existing = directory;
    while (!files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    FileStatus status = files.getFileStatus(existing);
    if (!status.isDirectory()) {
      throw new InvalidStatementException(
          "checkpointLocation='"
              + location
              + "' cannot be a directory, because "
              + existing
              + " is a file: choose another one.");
    }
    files.access(existing, FsAction.WRITE);
    if (existing.equals(directory)) {
      checkOwner();
    }
  }

  private void checkOwner() throws IOException, InvalidStatementException {
    if (!isWhole(OWNER_FILE) && !isEmpty()) {
      throw damaged();
    }
    JsonNode found = owner();
    owned = found != null;
    if (!owned) {
      if (!isEmpty()) {
        throw new InvalidStatementException(
            "checkpointLocation='"
                + location
                + "' holds the files of another query: give stream "
                + owner.get("stream")
                + " a directory of its own.");
      }
      return;
    }
    for (String key : List.of("stream", "sink")) {
      if (!owner.get(key).equals(found.path(key).asText())) {
        throw new InvalidStatementException(
            "checkpointLocation='"
                + location
                + "' belongs to stream "
                + found.path("stream").asText()
                + " into "
                + found.path("sink").asText()
                + ": give stream "
                + owner.get("stream")
                + " into "
                + owner.get("sink")
                + " a directory of its own.");
      }
    }
    checkState(found);
    SparkCheckpoint.of(directory.toString(), files.getConf()).check();
  }

  /** Another version of Spark may write the same query otherwise. */
  private void checkState(JsonNode found) throws InvalidStatementException {
    if (owner.get("spark").equals(found.path("spark").asText())
        && !owner.get("state").equals(found.path("state").asText())) {
      throw new InvalidStatementException(
          "checkpointLocation='"
              + location
              + "' holds the state of another query of stream "
              + owner.get("stream")
              + ", with other groups, aggregates or joins: give the new query a directory of its own,"
              + " where it begins anew.");
    }
  }

  private InvalidStatementException damaged() {
    return new InvalidStatementException(
        "The file "
            + OWNER_FILE
            + " in checkpointLocation='"
            + location
            + "' is cut or damaged: restore it, or give stream "
            + owner.get("stream")
            + " a directory of its own, where it begins anew.");
  }

  /** Null when nobody has claimed the directory, or was killed while it did. */
  private JsonNode owner() throws IOException {
    return isWhole(OWNER_FILE) ? read(OWNER_FILE) : null;
  }

  private boolean isWhole(String name) throws IOException {
    try {
      JsonNode content = read(name);
      return content == null || content.isObject();
    } catch (JsonProcessingException | ChecksumException damaged) {
      return false;
    }
  }

  private JsonNode read(String name) throws IOException {
    try (InputStream in = files.open(new Path(directory, name))) {
      return JSON.readTree(in);
    } catch (FileNotFoundException none) {
      return null;
    }
  }

  /** Whether nothing but a claim was ever written here. */
  private boolean isEmpty() throws IOException {
    for (FileStatus entry : files.listStatus(directory)) {
      String name = entry.getPath().getName();
      if (!name.startsWith(".") && !name.equals(OWNER_FILE)) {
        return false;
      }
    }
    return true;
  }

  /** Makes the directory where it is missing and writes the owner into it. */
  void claim() throws InvalidStatementException {
    try {
      for (Path at = directory; at != null && !files.exists(at); at = at.getParent()) {
        made.add(0, at);
      }
      files.mkdirs(directory);
      if (owned) {
        clearBeginning();
      } else {
        writeOwner();
      }
    } catch (FileAlreadyExistsException first) {
      throw new InvalidStatementException(
          "checkpointLocation='"
              + location
              + "' was taken at this moment by another start of stream "
              + owner.get("stream")
              + ": SHOW STREAMS tells how that one is.");
    } catch (IOException failed) {
      release();
      throw new InvalidStatementException(
          "checkpointLocation='" + location + "' cannot be written: " + RootCause.sentence(failed));
    }
  }

  /**
   * Deletes what a stream left that was stopped while it wrote its first offsets: Spark 4.2 does
   * not begin where there is any file, not even a draft of its own.
   */
  private void clearBeginning() throws IOException {
    Path offsets = new Path(directory, OFFSETS);
    List<Path> drafts = new ArrayList<>();
    if (files.exists(offsets)) {
      for (FileStatus entry : files.listStatus(offsets)) {
        drafts.add(entry.getPath());
      }
    }
    if (drafts.stream().allMatch(file -> file.getName().startsWith("."))) {
      for (Path draft : drafts) {
        files.delete(draft, false);
      }
    }
  }

  private void writeOwner() throws IOException {
    Path file = new Path(directory, OWNER_FILE);
    try (OutputStream out = files.create(file, /* overwrite= */ !isWhole(OWNER_FILE))) {
      out.write(JSON.writeValueAsBytes(owner));
    }
    made.add(file);
  }

  /** Takes back what {@link #claim} made, with what a failed start has put into it. */
  void release() {
    try {
      if (made.contains(directory)) {
        files.delete(directory, true);
      }
      for (int at = made.size() - 1; at >= 0; at--) {
        if (files.exists(made.get(at))) {
          files.delete(made.get(at), false);
        }
      }
    } catch (IOException stuck) {
      // What stays is an owner file of the same stream, which its next start accepts.
    }
  }
}
