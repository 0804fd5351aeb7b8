package io.millrace.local.server.http;

/** Answers calls. Its methods run on the listener's threads, may block, and must not throw. */
public interface CallHandler {

  /** Answers a call through the sink, now or later. */
  void handle(HttpCall call, ReplySink sink);

  /** The reply to a call that the listener cannot hand over. */
  Reply refuse(HttpCall call, Refusal refusal);
}
