package io.millrace.spark.error;

/** An endpoint that does not answer as Tablestore does. */
public final class UnreachableServiceException extends MillraceException {

  public UnreachableServiceException(String sentence) {
    super(sentence);
  }
}
