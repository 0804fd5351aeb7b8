package io.millrace.spark.stream;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;

/**
 * Whether a tunnel still stands where it began. The service tells what it has handed out, to those
 * too that only looked and moved nothing; what a read from the tunnel's own position gives tells
 * the two apart.
 */
record TunnelBeginning(TunnelAdmin tunnel) {

  /** A channel that has handed out more is taken for one that was read. */
  private static final long MOST_LOOKED_AT = 100_000;

  /** Whether all records that a channel has handed out come after its own position. */
  boolean isStillIn(ChannelInfo channel) {
    long handedOut = channel.getChannelCount();
    if (channel.getChannelConsumePoint() == null
        || channel.getChannelConsumePoint().getTime() <= 0
        || handedOut == 0) {
      return true;
    }
    return handedOut <= MOST_LOOKED_AT && comeAgain(channel, handedOut);
  }

  private boolean comeAgain(ChannelInfo channel, long handedOut) {
    String token = tunnel.position(channel.getChannelId());
    long again = 0;
    while (!token.equals(ChannelPosition.FINISHED)) {
      RecordPage page = tunnel.read(channel.getChannelId(), token);
      for (int record = 0; record < page.count(); record++) {
        if (page.time(record) / 1000 > channel.getChannelConsumePoint().getTime()) {
          return false;
        }
        again++;
      }
      if (again >= handedOut || !page.mayMore()) {
        return again >= handedOut;
      }
      token = page.nextToken();
    }
    return false;
  }
}
