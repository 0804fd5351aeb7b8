package io.millrace.local.tunnel;

/**
 * What a tunnel is, for its whole life.
 *
 * @param tableId the engine's, which no later table of that name has
 * @param streamId empty if the tunnel has no stream
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
    long createdMicros) {}
