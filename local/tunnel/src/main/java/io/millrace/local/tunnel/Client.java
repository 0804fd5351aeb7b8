package io.millrace.local.tunnel;

/**
 * A client that connected.
 *
 * @param timeoutSeconds how long it may be silent
 */
record Client(String id, int timeoutSeconds) {

  /** What the official clients ask for by default. */
  static final int DEFAULT_TIMEOUT_SECONDS = 300;
}
