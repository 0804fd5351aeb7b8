package io.millrace.local.tunnel;

/**
 * A channel in a heartbeat: what a client holds, or is to hold.
 *
 * @param version rises with each change of the status, whoever makes it
 */
public record ChannelLease(String id, long version, ChannelStatus status) {}
