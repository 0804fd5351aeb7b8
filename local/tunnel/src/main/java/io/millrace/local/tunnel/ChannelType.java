package io.millrace.local.tunnel;

/** What a channel delivers. */
public enum ChannelType {
  BASE_DATA("BaseData"),
  STREAM("Stream");

  private final String text;

  ChannelType(String text) {
    this.text = text;
  }

  /** The service's spelling. */
  public String text() {
    return text;
  }
}
