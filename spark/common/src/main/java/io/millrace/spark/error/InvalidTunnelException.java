package io.millrace.spark.error;

/** A tunnel that cannot feed the stream: of another table, or expired. */
public final class InvalidTunnelException extends MillraceException {

  public InvalidTunnelException(String sentence) {
    super(sentence);
  }
}
