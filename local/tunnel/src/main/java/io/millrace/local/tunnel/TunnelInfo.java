package io.millrace.local.tunnel;

/**
 * A tunnel as it is listed.
 *
 * @param streamId the stream it follows, empty if it has none
 * @param expired whether changes it had not delivered are gone
 * @param createNanos since 1970
 */
public record TunnelInfo(
    String id,
    TunnelType type,
    String table,
    String instance,
    String streamId,
    TunnelStage stage,
    boolean expired,
    String name,
    StreamConfig config,
    long createNanos) {}
