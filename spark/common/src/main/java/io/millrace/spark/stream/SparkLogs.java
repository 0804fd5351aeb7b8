package io.millrace.spark.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.spark.error.InvalidCheckpointException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Spark's own records of a query's batches, seen from the directory of one of its sources. Spark
 * reads the last of them when a query starts, and does not say which file it was when it cannot.
 */
final class SparkLogs {

  private static final String CHECKPOINT = "../../";
  private static final String OFFSETS = "offsets";
  private static final String COMMITS = "commits";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicFiles files;

  SparkLogs(AtomicFiles files) {
    this.files = files;
  }

  /** Whether the query has begun a batch before. */
  boolean exist() throws IOException {
    return !batches(OFFSETS).isEmpty();
  }

  /** Refuses records that are cut or damaged. What a newer Spark wrote is for Spark to refuse. */
  void check() throws IOException {
    List<Long> begun = batches(OFFSETS);
    for (long batch : begun.subList(Math.max(0, begun.size() - 2), begun.size())) {
      // The version, the settings, and at least one source.
      check(
          OFFSETS,
          batch,
          3,
          "restore it, or give the query a new checkpointLocation, to begin anew.");
    }
    List<Long> done = batches(COMMITS);
    if (!done.isEmpty()) {
      long last = done.get(done.size() - 1);
      check(COMMITS, last, 2, "delete it, and batch " + last + " comes again with the same rows.");
    }
  }

  private List<Long> batches(String log) throws IOException {
    return files.list(CHECKPOINT + log).stream()
        .filter(name -> name.matches("\\d+"))
        .map(Long::parseLong)
        .sorted()
        .toList();
  }

  private void check(String log, long batch, int lines, String remedy) throws IOException {
    Optional<byte[]> content = files.read(CHECKPOINT + log + "/" + batch);
    if (content.isPresent() && !isWhole(new String(content.get(), UTF_8), lines)) {
      throw new InvalidCheckpointException(
              "The file "
                  + log
                  + "/"
                  + batch
                  + " in the checkpoint of "
                  + files.root()
                  + " is cut or damaged: "
                  + remedy)
          .unchecked();
    }
  }

  private static boolean isWhole(String text, int lines) {
    List<String> all = text.lines().toList();
    if (all.size() < lines || !all.get(0).matches("v\\d+")) {
      return false;
    }
    try {
      return JSON.readTree(all.get(1)).isObject();
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
