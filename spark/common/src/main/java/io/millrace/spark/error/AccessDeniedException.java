package io.millrace.spark.error;

/** Credentials the service does not accept, or that may not do what was asked. */
public final class AccessDeniedException extends MillraceException {

  public AccessDeniedException(String sentence) {
    super(sentence);
  }
}
