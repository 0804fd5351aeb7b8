package io.millrace.spark.sql;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one application at a time start a stream, so that the second of two finds it running. A
 * claim is a numbered file that only one application can create; the last number counts. It says
 * whose it is: after an application that was killed, the next number may be claimed. The last file
 * stays, released, so that numbers only rise: who has read an old one creates none that counts.
 */
final class StartClaims {

  private static final Logger LOG = LoggerFactory.getLogger(StartClaims.class);

  /** Longer than a start takes: after it an application on another host counts as gone. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final String END = ".json";
  private static final long NONE = 0;

  /** How often a number that was free and is free again can be missed by chance. */
  private static final int TRIES = 10;

  private final RegistryFiles files;
  private final String stream;
  private final String prefix;
  private final Duration limit;

  /**
   * The claims of one stream.
   *
   * @param prefix what the names of their files begin with, and those of no other stream
   * @param limit how long another application's claim is waited for
   */
  StartClaims(RegistryFiles files, String stream, String prefix, Duration limit) {
    this.files = files;
    this.stream = stream;
    this.prefix = prefix;
    this.limit = limit;
  }

  /**
   * Starts the stream while no other application does. Where no claim can be written, it is started
   * all the same.
   */
  <T> T holding(StreamStatus.Owner self, Callable<T> start) throws Exception {
    long number = NONE;
    try {
      number = claim(self);
    } catch (IOException unwritable) {
      LOG.debug("The start of stream {} is claimed by nobody: {}", stream, unwritable.toString());
    }
    boolean started = false;
    try {
      T result = start.call();
      started = true;
      return result;
    } finally {
      if (number != NONE) {
        release(number, started);
      }
    }
  }

  private long claim(StreamStatus.Owner self) throws IOException, InvalidStatementException {
    int refused = 0;
    while (refused < TRIES) {
      long last = last();
      Optional<StreamStatus.Owner> holder = holder(last, self);
      if (holder.isPresent()) {
        if (StreamStatuses.waited(limit, () -> hasChanged(last, self))) {
          continue;
        }
        if (holder.get().isAlive(self).isPresent()) {
          throw beingStarted(holder.get());
        }
      }
      long mine = last + 1;
      if (files.create(file(mine), claimed(self))) {
        if (last() == mine) {
          clearBefore(mine);
          return mine;
        }
        files.delete(file(mine));
      } else if (last() == last) {
        refused++;
      }
    }
    throw new IOException("A file of a number that nobody has is refused.");
  }

  private InvalidStatementException beingStarted(StreamStatus.Owner holder) {
    return new InvalidStatementException(
        "Stream "
            + stream
            + " is being started by application "
            + holder.application()
            + " on host "
            + holder.host()
            + ": SHOW STREAMS tells when it runs.");
  }

  private static String claimed(StreamStatus.Owner self) {
    Instant now = Instant.now();
    return new StreamStatus(
            StreamStatus.State.RUNNING,
            Optional.of(self),
            now,
            now,
            Optional.empty(),
            Optional.empty())
        .json();
  }

  /** The other application that holds a claim and may live. */
  private Optional<StreamStatus.Owner> holder(long number, StreamStatus.Owner self)
      throws IOException {
    return files
        .read(file(number))
        .flatMap(json -> StreamStatus.parse(json).owner())
        .filter(owner -> !owner.equals(self))
        .filter(owner -> owner.isAlive(self).orElse(true));
  }

  private boolean hasChanged(long number, StreamStatus.Owner self) {
    try {
      return last() != number || holder(number, self).isEmpty();
    } catch (IOException unreadable) {
      return true; // The next look tells the reason.
    }
  }

  private void release(long number, boolean started) {
    try {
      if (!started && number == NONE + 1) {
        files.delete(file(number)); // Nothing stays of a stream that never started.
      } else {
        files.replace(file(number), StreamStatus.never().json());
      }
    } catch (IOException stuck) {
      LOG.warn("The start of stream {} stays claimed: {}", stream, stuck.toString());
    }
  }

  private void clearBefore(long number) throws IOException {
    for (long earlier : numbers()) {
      if (earlier < number) {
        files.delete(file(earlier));
      }
    }
  }

  /** Deletes what is there of a stream that is dropped. */
  void clear() throws IOException {
    clearBefore(Long.MAX_VALUE);
  }

  private long last() throws IOException {
    return Arrays.stream(numbers()).max().orElse(NONE);
  }

  private String file(long number) {
    return prefix + number + END;
  }

  private long[] numbers() throws IOException {
    return files.names(prefix).stream()
        .map(name -> name.substring(prefix.length()))
        .filter(rest -> rest.matches("\\d{1,18}\\.json"))
        .mapToLong(rest -> Long.parseLong(rest.substring(0, rest.length() - END.length())))
        .toArray();
  }
}
