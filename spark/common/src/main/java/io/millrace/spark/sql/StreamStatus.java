package io.millrace.spark.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Optional;

/**
 * How a stream is, as the application that runs it last wrote.
 *
 * @param owner who runs or ran it; empty before the first start
 * @param since when this state began
 * @param beat when this was written
 * @param error the sentence of its failure; empty when there was none
 * @param progress Spark's own report of the last batch, as JSON; empty before the first
 */
record StreamStatus(
    State state,
    Optional<Owner> owner,
    Instant since,
    Instant beat,
    Optional<String> error,
    Optional<String> progress) {

  /** What a stream can be doing. */
  enum State {
    RUNNING,
    /** Ended by a statement, or with its application. */
    STOPPED,
    FAILED,
    /** Ended by itself: it had read what was there. */
    FINISHED
  }

  /**
   * An application.
   *
   * @param process its process on the host, with the time of its start, so that another process
   *     that got the same number is not taken for it
   */
  record Owner(String application, String host, long process, long processStart) {

    /** Whether its process is there; empty when that cannot be seen from this host. */
    Optional<Boolean> isAlive(Owner seer) {
      if (!host.equals(seer.host)) {
        return Optional.empty();
      }
      return Optional.of(
          ProcessHandle.of(process)
              .filter(ProcessHandle::isAlive)
              .flatMap(found -> found.info().startInstant())
              .filter(start -> start.toEpochMilli() == processStart)
              .isPresent());
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A stream that was defined and never started. */
  static StreamStatus never() {
    return new StreamStatus(
        State.STOPPED,
        Optional.empty(),
        Instant.EPOCH,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty());
  }

  StreamStatus as(State other) {
    return new StreamStatus(other, owner, since, beat, error, progress);
  }

  String json() {
    var root = JSON.createObjectNode().put("state", state.name());
    root.put("since", since.toEpochMilli()).put("beat", beat.toEpochMilli());
    owner.ifPresent(
        who ->
            root.putObject("owner")
                .put("application", who.application())
                .put("host", who.host())
                .put("process", who.process())
                .put("processStart", who.processStart()));
    error.ifPresent(sentence -> root.put("error", sentence));
    progress.ifPresent(report -> root.put("progress", report));
    return root.toString();
  }

  /** Reads what {@link #json} wrote; a damaged text tells nothing. */
  static StreamStatus parse(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      JsonNode owner = root.path("owner");
      return new StreamStatus(
          State.valueOf(root.path("state").asText()),
          owner.isObject()
              ? Optional.of(
                  new Owner(
                      owner.path("application").asText(),
                      owner.path("host").asText(),
                      owner.path("process").asLong(),
                      owner.path("processStart").asLong()))
              : Optional.empty(),
          Instant.ofEpochMilli(root.path("since").asLong()),
          Instant.ofEpochMilli(root.path("beat").asLong()),
          Optional.ofNullable(root.path("error").textValue()),
          Optional.ofNullable(root.path("progress").textValue()));
    } catch (JsonProcessingException | IllegalArgumentException damaged) {
      return never();
    }
  }
}
