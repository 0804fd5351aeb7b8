package io.millrace.local.server.http;

/**
 * Answers calls. Its methods run on the listener's threads and must not throw; {@link #handle} may
 * block unless the call was said to be short.
 */
public interface CallHandler {

  /**
   * Whether a call is answered without waiting and in well under a millisecond. Then it is handled
   * by the thread that read it, which other connections wait for, and none is woken up for it.
   */
  boolean isShort(HttpCall call);

  /** Answers a call through the sink, now or later. */
  void handle(HttpCall call, ReplySink sink);

  /** The reply to a call that the listener cannot hand over. */
  Reply refuse(HttpCall call, Refusal refusal);
}
