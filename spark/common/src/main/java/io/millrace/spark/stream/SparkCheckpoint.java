package io.millrace.spark.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.spark.error.InvalidCheckpointException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Spark's own records of a query and its batches. Spark reads the newest of them when a query
 * starts, and what it says when it cannot is its parser's error, without the name of the file.
 */
public final class SparkCheckpoint {

  private static final String QUERY_ID = "metadata";
  private static final String OFFSETS = "offsets";
  private static final String COMMITS = "commits";
  private static final String ANEW =
      "restore it, or give the query a new checkpointLocation, to begin anew.";

  /** How an offset of ours begins; other sources write theirs as they like. */
  private static final String OWN_OFFSET = "{\"version\":";

  /** Stands for a file that went away after it was listed, too. */
  private static final String NEWER = "v3";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;
  private final FileSystem files;

  private SparkCheckpoint(Path root, FileSystem files) {
    this.root = root;
    this.files = files;
  }

  /**
   * The checkpoint of a query.
   *
   * @param location its directory, which need not exist
   */
  public static SparkCheckpoint of(String location, Configuration configuration) {
    return of(new Path(location), configuration);
  }

  private static SparkCheckpoint of(Path root, Configuration configuration) {
    try {
      return new SparkCheckpoint(root, root.getFileSystem(configuration));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The checkpoint of a source's query.
   *
   * @param directory the source's own directory, such as {@code sources/0}
   */
  static SparkCheckpoint around(String directory, Configuration configuration) {
    return of(new Path(directory).getParent().getParent(), configuration);
  }

  /** Whether the query has begun a batch before. */
  public boolean hasBatches() throws IOException {
    return batches(OFFSETS).length > 0;
  }

  /**
   * Refuses records that are cut or damaged, with an {@link InvalidCheckpointException}. Only those
   * are looked at that Spark reads at a start; what a newer Spark wrote is for Spark to refuse.
   */
  public void check() {
    try {
      Optional<String> id = read(QUERY_ID, ANEW);
      if (id.isPresent() && !object(id.get()).path("id").isTextual()) {
        throw damaged(QUERY_ID, ANEW);
      }
      long[] begun = batches(OFFSETS);
      for (int at = Math.max(0, begun.length - 2); at < begun.length; at++) {
        checkOffsets(OFFSETS + "/" + begun[at]);
      }
      long[] done = batches(COMMITS);
      if (done.length > 0) {
        checkCommit(done[done.length - 1]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version, the settings, which old ones and continuous queries lack, and the sources. */
  private void checkOffsets(String name) throws IOException {
    List<String> lines = read(name, ANEW).orElse(NEWER).lines().toList();
    if (!isNewer(lines)
        && (lines.size() < 3
            || !isKnown(lines.get(0))
            || !(lines.get(1).isBlank() || object(lines.get(1)).isObject())
            || !lines.stream().skip(2).allMatch(SparkCheckpoint::isWholeOffset))) {
      throw damaged(name, ANEW);
    }
  }

  private void checkCommit(long batch) throws IOException {
    String name = COMMITS + "/" + batch;
    String remedy = "delete it, and batch " + batch + " comes again with the same rows.";
    List<String> lines = read(name, remedy).orElse(NEWER).lines().toList();
    if (!isNewer(lines)
        && (lines.size() < 2 || !isKnown(lines.get(0)) || !object(lines.get(1)).isObject())) {
      throw damaged(name, remedy);
    }
  }

  private static boolean isKnown(String version) {
    return version.matches("v[12]\\s*");
  }

  private static boolean isNewer(List<String> lines) {
    return !lines.isEmpty() && lines.get(0).matches("v\\d+\\s*") && !isKnown(lines.get(0));
  }

  /** Newer formats put the name of the source before the offset. */
  private static boolean isWholeOffset(String line) {
    int start = Math.max(0, line.indexOf('{'));
    String offset = line.substring(start);
    boolean own =
        offset.startsWith(OWN_OFFSET) || (!offset.isEmpty() && OWN_OFFSET.startsWith(offset));
    return !own || object(offset).isObject();
  }

  /** The object of a text; a missing one when it is anything else. */
  private static JsonNode object(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private long[] batches(String log) throws IOException {
    try {
      return Arrays.stream(files.listStatus(new Path(root, log)))
          .map(file -> file.getPath().getName())
          .filter(name -> name.matches("\\d{1,18}"))
          .mapToLong(Long::parseLong)
          .sorted()
          .toArray();
    } catch (FileNotFoundException none) {
      return new long[0];
    }
  }

  /** A file's content, if it exists. */
  private Optional<String> read(String name, String remedy) throws IOException {
    try (FSDataInputStream in = files.open(new Path(root, name))) {
      return Optional.of(new String(in.readAllBytes(), UTF_8));
    } catch (FileNotFoundException none) {
      return Optional.empty();
    } catch (ChecksumException changed) {
      throw damaged(name, remedy);
    }
  }

  private RuntimeException damaged(String name, String remedy) {
    return new InvalidCheckpointException(
            "The file " + name + " in the checkpoint " + root + " is cut or damaged: " + remedy)
        .unchecked();
  }
}
