package io.millrace.spark.error;

/** A row that cannot be written, for what it holds or because the service goes on refusing it. */
public final class UnwritableRowException extends MillraceException {

  public UnwritableRowException(String sentence) {
    super(sentence);
  }
}
