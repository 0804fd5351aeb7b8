package io.millrace.spark.error;

/** A refusal by the service that has no more specific kind. */
public final class ServiceCallException extends MillraceException {

  public ServiceCallException(String sentence) {
    super(sentence);
  }
}
