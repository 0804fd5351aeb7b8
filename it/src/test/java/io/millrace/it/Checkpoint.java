package io.millrace.it;

import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A query's checkpoint directory, seen from outside. */
record Checkpoint(Path directory) {
  /**
   * Waits until the query is inside a batch numbered {@code from} or later, and returns its number.
   */
  long awaitBatch(long from, Duration limit) {
    return await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> running(from), batch -> batch >= 0);
  }

  private long running(long from) {
    for (long batch = from; Files.exists(directory.resolve("offsets/" + batch)); batch++) {
      if (!isCommitted(batch)) {
        return batch;
      }
    }
    return -1;
  }

  boolean isCommitted(long batch) {
    return Files.exists(directory.resolve("commits/" + batch));
  }
}
