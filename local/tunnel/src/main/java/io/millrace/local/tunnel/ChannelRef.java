package io.millrace.local.tunnel;

/**
 * A channel, and who asks for it.
 *
 * @param clientId an id that connecting gave, or anything else from a client that never connects
 */
public record ChannelRef(String tunnelId, String clientId, String channelId) {}
