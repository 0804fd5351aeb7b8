package io.millrace.spark.sql;

import io.millrace.spark.stream.SparkCheckpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** The setting whose directory has those of streams that name none. */
  static final String ROOT = "spark.sql.streaming.checkpointLocation";

  /** Where Spark writes the offsets of batches. */
  private static final String OFFSETS = "offsets";

  private final String location;
  private final Path directory;
  private final FileSystem files;
  private final CheckpointOwner owner;

  /** Whether this stream had claimed it before. */
  private boolean owned;

  /** Directories and files that {@link #claim} made, outermost first. */
  private final List<Path> made = new ArrayList<>();

  private StreamCheckpoint(
      String location, Path directory, FileSystem files, CheckpointOwner owner) {
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
      StreamCheckpoint checkpoint =
          new StreamCheckpoint(
              location,
              files.makeQualified(path),
              files,
              new CheckpointOwner(stream, sink, state, session.version()));
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
    if (options.checkpointLocation().isPresent()) {
      return location;
    }
    if (stream.matches("\\.{1,2}|.*[/:].*")) {
      throw new InvalidStatementException(
          "Stream "
              + stream
              + " has no checkpointLocation, and no directory below "
              + ROOT
              + " can have its name: add OPTIONS(checkpointLocation='a directory of its own').");
    }
    return new Path(location, stream).toString();
  }

  /** The location as the user gave it. */
  String location() {
    return location;
  }

  /** The location as it leads to the same directory from any session. */
  String lasting() {
    return new Path(location).isAbsolute() ? location : directory.toString();
  }

  /** Whether the stream goes on from a batch; numbers begin anew where it does not. */
  boolean hasBatches() throws InvalidStatementException {
    try {
      return SparkCheckpoint.of(directory.toString(), files.getConf()).hasBatches();
    } catch (IOException failed) {
      throw refused("cannot be read: " + RootCause.sentence(failed));
    }
  }

  private void check() throws IOException, InvalidStatementException {
    Path existing = directory;
    while (!files.exists(existing) && existing.getParent() != null) {
      existing = existing.getParent();
    }
    FileStatus status = files.getFileStatus(existing);
    if (!status.isDirectory()) {
      throw refused(
          "cannot be a directory, because " + existing + " is a file: choose another one.");
    }
    files.access(existing, FsAction.WRITE);
    if (existing.equals(directory)) {
      checkOwner();
    }
  }

  private void checkOwner() throws IOException, InvalidStatementException {
    Optional<CheckpointOwner> found = CheckpointOwner.of(files, directory);
    owned = found.isPresent();
    if (owned) {
      checkOwner(found.get());
      SparkCheckpoint.of(directory.toString(), files.getConf()).check();
    } else if (!isEmpty()) {
      throw CheckpointOwner.isDamaged(files, directory)
          ? damaged()
          : refused(
              "holds the files of another query: give " + stream() + " a directory of its own.");
    }
  }

  private void checkOwner(CheckpointOwner found) throws InvalidStatementException {
    if (!owner.stream().equals(found.stream()) || !owner.sink().equals(found.sink())) {
      throw refused(
          "belongs to stream "
              + found.stream()
              + " into "
              + found.sink()
              + ": give "
              + stream()
              + " into "
              + owner.sink()
              + " a directory of its own.");
    }
    if (owner.hasOtherState(found)) {
      throw refused(
          "holds the state of another query of "
              + stream()
              + ", with other groups, aggregates or joins: give the new query a directory of its own,"
              + " where it begins anew.");
    }
  }

  private String stream() {
    return "stream " + owner.stream();
  }

  private InvalidStatementException refused(String what) {
    return new InvalidStatementException("checkpointLocation='" + location + "' " + what);
  }

  private InvalidStatementException damaged() {
    return new InvalidStatementException(
        "The file "
            + CheckpointOwner.FILE
            + " in checkpointLocation='"
            + location
            + "' is cut or damaged: restore it, or give "
            + stream()
            + " a directory of its own, where it begins anew.");
  }

  /** Whether nothing but a claim was ever written here. */
  private boolean isEmpty() throws IOException {
    for (FileStatus entry : files.listStatus(directory)) {
      String name = entry.getPath().getName();
      if (!name.startsWith(".") && !name.equals(CheckpointOwner.FILE)) {
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
        made.add(owner.write(files, directory));
      }
    } catch (FileAlreadyExistsException first) {
      throw refused(
          "was taken at this moment by another start of "
              + stream()
              + ": SHOW STREAMS tells how that one is.");
    } catch (IOException failed) {
      release();
      throw refused("cannot be written: " + RootCause.sentence(failed));
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
