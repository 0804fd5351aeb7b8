package io.millrace.spark.stream;

import io.millrace.protocol.wire.ReadRecordsRequest;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.WireClient;

/** Reads the pages of one channel, again and again where that may help. */
final class PageReader implements PageSource {

  static final String OPERATION = "tunnel/readrecords";

  private final WireClient client;
  private final RetryLoop retries;
  private final SourceIdentity source;
  private final String clientId;
  private final String channel;
  private final PageCache cache;

  PageReader(
      WireClient client,
      RetryLoop retries,
      SourceIdentity source,
      String clientId,
      String channel,
      PageCache cache) {
    this.client = client;
    this.retries = retries;
    this.source = source;
    this.clientId = clientId;
    this.channel = channel;
    this.cache = cache;
  }

  @Override
  public RecordPage read(String token) {
    byte[] request = request(source.tunnel(), clientId, channel, token);
    try {
      return retries.call(
          "reading channel " + channel + " of " + source,
          () -> RecordPage.parse(client.call(OPERATION, request).body()));
    } catch (RuntimeException e) {
      throw TunnelFailures.describe(e, source);
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
  public RuntimeException recordsGone(long missing) {
    return TunnelFailures.recordsGone(source, channel, missing);
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
