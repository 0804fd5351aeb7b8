package io.millrace.local.tunnel;

/**
 * A tunnel to make.
 *
 * @param config says nothing to a tunnel without a stream
 */
public record NewTunnel(String table, String name, TunnelType type, StreamConfig config) {}
