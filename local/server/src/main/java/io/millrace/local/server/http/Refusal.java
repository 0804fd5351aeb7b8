package io.millrace.local.server.http;

/** Why the listener does not hand a call over. */
public enum Refusal {
  /** The request line or the headers are not valid HTTP, or too large. */
  MALFORMED,
  /** The body is larger than the limit. */
  BODY_TOO_LARGE,
  /** The body did not arrive in time. */
  BODY_TOO_SLOW,
  /** Bodies or replies take all the memory set aside for them, or the server is stopping. */
  BUSY,
  /** The handler failed to answer. */
  FAILED
}
