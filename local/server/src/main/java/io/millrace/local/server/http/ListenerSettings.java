package io.millrace.local.server.http;

import java.time.Duration;
import java.util.Optional;

/**
 * Bounds of a listener.
 *
 * @param host the address to listen on
 * @param port the port, or 0 for a free one
 * @param maxBodyBytes the largest body that is accepted
 * @param maxBufferedBytes the bytes that all bodies being read may take together
 * @param maxThreads the most threads that answer calls
 * @param idleTimeout how long a connection may be silent between requests
 * @param bodyTimeout how long a body may take to arrive, and a reply to be taken
 * @param stopTimeout how long {@link HttpListener#close()} waits for calls in flight
 * @param identity what the listener proves itself with if it speaks TLS
 */
public record ListenerSettings(
    String host,
    int port,
    int maxBodyBytes,
    long maxBufferedBytes,
    int maxThreads,
    Duration idleTimeout,
    Duration bodyTimeout,
    Duration stopTimeout,
    Optional<PemIdentity> identity) {

  /** Settings for an address, with bounds that suit one machine. */
  public static ListenerSettings of(String host, int port, int maxBodyBytes) {
    long buffered = Math.max(4L * maxBodyBytes, Runtime.getRuntime().maxMemory() / 8);
    return new ListenerSettings(
        host,
        port,
        maxBodyBytes,
        buffered,
        64,
        Duration.ofSeconds(75),
        Duration.ofSeconds(30),
        Duration.ofSeconds(6),
        Optional.empty());
  }

  /** The same, over TLS if there is an identity. */
  public ListenerSettings withIdentity(Optional<PemIdentity> newIdentity) {
    return new ListenerSettings(
        host,
        port,
        maxBodyBytes,
        maxBufferedBytes,
        maxThreads,
        idleTimeout,
        bodyTimeout,
        stopTimeout,
        newIdentity);
  }
}
