package io.millrace.spark.stream;

import io.millrace.protocol.wire.ReadRecordsRequest;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.WireClient;
import io.millrace.spark.error.InvalidTunnelException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the pages of one channel, again and again where that may help. */
final class PageReader implements PageSource {

  private static final Logger LOG = LoggerFactory.getLogger(PageReader.class);
  static final String OPERATION = "tunnel/readrecords";

  private final WireClient client;
  private final RetryLoop retries;
  private final SourceIdentity source;
  private final String clientId;
  private final String channel;
  private final PageCache cache;
  private final TaskReads reads;
  private final boolean failsOnDataLoss;

  PageReader(
      WireClient client,
      RetryLoop retries,
      SourceIdentity source,
      String clientId,
      String channel,
      PageCache cache,
      TaskReads reads,
      boolean failsOnDataLoss) {
    this.failsOnDataLoss = failsOnDataLoss;
    this.client = client;
    this.retries = retries;
    this.source = source;
    this.clientId = clientId;
    this.channel = channel;
    this.cache = cache;
    this.reads = reads;
  }

  @Override
  public RecordPage read(String token) {
    byte[] request = request(source.tunnel(), clientId, channel, token);
    try {
      return retries.call("reading channel " + channel + " of " + source, () -> readOnce(request));
    } catch (RuntimeException e) {
      throw TunnelFailures.describe(e, source);
    }
  }

  private RecordPage readOnce(byte[] request) throws Exception {
    try {
      byte[] answer = client.call(OPERATION, request).body();
      reads.answered(answer.length);
      return RecordPage.parse(answer);
    } catch (Exception e) {
      reads.failed();
      throw e;
    }
  }

  @Override
  public RecordPage takeKept(String token) {
    return cache.take(new PageCache.Key(source, channel, token));
  }

  @Override
  public void keep(String token, RecordPage page) {
    cache.put(new PageCache.Key(source, channel, token), page);
  }

  @Override
  public void lost(long missing) {
    InvalidTunnelException gone = TunnelFailures.recordsGone(source, channel, missing);
    if (failsOnDataLoss) {
      throw gone.unchecked();
    }
    LOG.warn(
        "{} The query goes on without them, because failondataloss is false.", gone.getMessage());
  }

  static byte[] request(String tunnel, String clientId, String channel, String token) {
    return ReadRecordsRequest.newBuilder()
        .setTunnelId(tunnel)
        .setClientId(clientId)
        .setChannelId(channel)
        .setToken(token)
        .build()
        .toByteArray();
  }
}
