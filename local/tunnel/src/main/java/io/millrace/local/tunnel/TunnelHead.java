package io.millrace.local.tunnel;

import java.util.Set;

/**
 * What a tunnel is, for its whole life.
 *
 * @param tableId the engine's, which no later table of that name has
 * @param streamId empty if the tunnel has no stream
 * @param passedShards shards that had nothing for the tunnel when it was made
 */
record TunnelHead(
    String id,
    String instance,
    String table,
    long tableId,
    String name,
    TunnelType type,
    StreamConfig config,
    String streamId,
    long createdMicros,
    Set<String> passedShards) {

  TunnelHead {
    passedShards = Set.copyOf(passedShards);
  }
}
