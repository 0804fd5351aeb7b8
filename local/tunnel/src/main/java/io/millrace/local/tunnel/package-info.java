/**
 * Tunnels: what consumers of a table's rows and changes share. A tunnel has channels, one for each
 * part of the table's data and each shard of its stream; clients are given channels to read, tell
 * how far they came, and lose them when they fall silent.
 *
 * <p>{@link io.millrace.local.tunnel.TunnelService} is the way in. Everything a client was told is
 * kept in the engine's store before it is told, so that a restart goes unnoticed.
 */
package io.millrace.local.tunnel;
