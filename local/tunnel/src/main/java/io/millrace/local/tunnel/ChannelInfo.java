package io.millrace.local.tunnel;

/**
 * A channel as it is described.
 *
 * @param status {@code OPEN} also for a channel that could be read and has no owner
 * @param clientId the owner, or empty
 * @param consumedNanos changes made up to here were delivered, in nanoseconds since 1970; 0 for
 *     rows, and before the first read
 * @param count records delivered, each counted once however often it was read
 */
public record ChannelInfo(
    String id,
    ChannelType type,
    ChannelStatus status,
    String clientId,
    long consumedNanos,
    long count) {}
