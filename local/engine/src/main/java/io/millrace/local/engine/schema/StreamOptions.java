package io.millrace.local.engine.schema;

import java.util.List;

/**
 * Whether a table keeps a stream of its changes.
 *
 * @param retentionHours how long a change can be read; 0 if the stream is off
 * @param originColumns columns whose values before a change are kept with it
 */
public record StreamOptions(boolean enabled, int retentionHours, List<String> originColumns) {

  public static final StreamOptions OFF = new StreamOptions(false, 0, List.of());

  public StreamOptions {
    originColumns = List.copyOf(originColumns);
  }

  /** A stream without before-images. */
  public static StreamOptions on(int retentionHours) {
    return new StreamOptions(true, retentionHours, List.of());
  }
}
