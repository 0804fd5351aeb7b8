package io.millrace.local.tunnel;

/**
 * A client that connected.
 *
 * @param timeoutSeconds how long it may be silent
 * @param active whether it has sent a heartbeat; before, it gets no share
 */
record Client(String id, int timeoutSeconds, boolean active) {

  /** What the official clients ask for by default. */
  static final int DEFAULT_TIMEOUT_SECONDS = 300;

  Client heard() {
    return active ? this : new Client(id, timeoutSeconds, true);
  }
}
