package io.millrace.local.tunnel;

/**
 * How far a tunnel is. A tunnel here is ready at once, so the service's first stage, {@code
 * InitBaseDataAndStreamShard}, does not occur.
 */
public enum TunnelStage {
  PROCESS_BASE_DATA("ProcessBaseData"),
  /** Also the last stage of a tunnel that has no stream. */
  PROCESS_STREAM("ProcessStream");

  private final String text;

  TunnelStage(String text) {
    this.text = text;
  }

  /** The service's spelling. */
  public String text() {
    return text;
  }
}
