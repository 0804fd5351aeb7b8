package io.millrace.spark.stream;

import io.millrace.spark.error.InvalidCheckpointException;
import java.io.Serializable;

/** Which tunnel a stream reads: what must stay the same for a checkpoint to mean anything. */
public record SourceIdentity(String instance, String table, String tunnel) implements Serializable {

  /**
   * Refuses a checkpoint of another source.
   *
   * @param recorded the source the checkpoint belongs to
   * @param checkpoint the directory, for the error
   */
  void mustBe(SourceIdentity recorded, String checkpoint) {
    if (!equals(recorded)) {
      throw new InvalidCheckpointException(
              "The checkpoint directory "
                  + checkpoint
                  + " belongs to a query on "
                  + recorded
                  + ", not on "
                  + this
                  + ": give this query its own checkpointLocation.")
          .unchecked();
    }
  }

  @Override
  public String toString() {
    return "tunnel " + tunnel + " of table " + table + " in instance " + instance;
  }
}
