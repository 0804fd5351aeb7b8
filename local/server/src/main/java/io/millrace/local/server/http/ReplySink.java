package io.millrace.local.server.http;

/** Takes the outcome of one call, once, from any thread. */
public interface ReplySink {

  /** Sends a reply. */
  void send(Reply reply);

  /** Closes the connection without a reply. */
  void drop();
}
