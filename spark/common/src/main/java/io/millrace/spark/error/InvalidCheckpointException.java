package io.millrace.spark.error;

/** A checkpoint that belongs to another source or to a newer version. */
public final class InvalidCheckpointException extends MillraceException {

  public InvalidCheckpointException(String sentence) {
    super(sentence);
  }
}
