package io.millrace.spark.error;

/** An option that is missing, unknown or out of its range. */
public final class InvalidOptionException extends MillraceException {

  public InvalidOptionException(String sentence) {
    super(sentence);
  }
}
