package io.millrace.spark.stream;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointRequest;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;

/**
 * Whether a tunnel still stands where it began. The service tells what it has handed out, to those
 * too that only looked and moved nothing; what a read from the tunnel's own position gives tells
 * the two apart.
 */
record TunnelBeginning(
    SharedClients clients, SourceIdentity source, String clientId, RetryLoop retries) {

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
    String token = position(channel.getChannelId());
    long again = 0;
    while (!token.equals(ChannelPosition.FINISHED)) {
      RecordPage page = read(channel.getChannelId(), token);
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

  private String position(String channel) {
    return retries
        .call(
            "reading the position of channel " + channel + " of " + source,
            () ->
                clients
                    .tunnel()
                    .getCheckpoint(new GetCheckpointRequest(source.tunnel(), clientId, channel)))
        .getCheckpoint();
  }

  private RecordPage read(String channel, String token) {
    byte[] request = PageReader.request(source.tunnel(), clientId, channel, token);
    return retries.call(
        "reading channel " + channel + " of " + source,
        () -> RecordPage.parse(clients.wire().call(PageReader.OPERATION, request).body()));
  }
}
