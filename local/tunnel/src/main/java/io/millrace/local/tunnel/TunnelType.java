package io.millrace.local.tunnel;

/** What a tunnel delivers. */
public enum TunnelType {
  /** The rows of the table. */
  BASE_DATA("BaseData"),
  /** The changes of the table. */
  STREAM("Stream"),
  /** The rows, then every change since the tunnel was made. */
  BASE_AND_STREAM("BaseAndStream");

  private final String text;

  TunnelType(String text) {
    this.text = text;
  }

  /** The service's spelling. */
  public String text() {
    return text;
  }

  boolean hasBase() {
    return this != STREAM;
  }

  boolean hasStream() {
    return this != BASE_DATA;
  }
}
