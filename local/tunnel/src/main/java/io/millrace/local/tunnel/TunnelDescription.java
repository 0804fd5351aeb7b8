package io.millrace.local.tunnel;

import java.util.List;

/**
 * A tunnel with its channels.
 *
 * @param consumedNanos the point of the slowest channel that delivers changes, in nanoseconds since
 *     1970; 0 as long as one has delivered nothing
 */
public record TunnelDescription(TunnelInfo tunnel, List<ChannelInfo> channels, long consumedNanos) {

  public TunnelDescription {
    channels = List.copyOf(channels);
  }
}
