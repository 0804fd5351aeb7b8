package io.millrace.spark.error;

/** An instance, table or tunnel that does not exist. */
public final class UnknownObjectException extends MillraceException {

  public UnknownObjectException(String sentence) {
    super(sentence);
  }
}
