package io.millrace.spark.sql;

import io.millrace.spark.error.MillraceException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryException;

/**
 * A stream of a script that ended with an error. The log has the error whole, written by Spark when
 * the stream ended.
 */
public final class StreamFailedException extends MillraceException {

  private static final long serialVersionUID = 1L;

  private StreamFailedException(String sentence) {
    super(sentence);
  }

  static StreamFailedException of(StreamingQuery query, StreamingQueryException error) {
    return new StreamFailedException(
        "Stream "
            + query.name()
            + " failed: "
            + RootCause.sentence(error)
            + " The same CREATE STREAM resumes it from its checkpoint.");
  }

  static StreamFailedException applicationStopped() {
    return new StreamFailedException(
        "The Spark application was stopped while its streams were running; the same CREATE STREAM statements resume them from their checkpoints.");
  }
}
