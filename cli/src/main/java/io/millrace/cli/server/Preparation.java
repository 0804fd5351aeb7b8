package io.millrace.cli.server;

import io.millrace.local.server.LocalTablestore;

/**
 * Loads what a server is made of while the command line is still being read: each takes about half
 * of the time of a start.
 */
final class Preparation {
  private final Thread thread;

  private Preparation(Thread thread) {
    this.thread = thread;
  }

  /** Begins on a thread of its own. */
  static Preparation begin(boolean durable) {
    Thread thread = new Thread(() -> LocalTablestore.prepare(durable), "server-preparation");
    thread.setDaemon(true);
    // What is wrong is found again by the start itself, which knows how to say it.
    thread.setUncaughtExceptionHandler((failed, failure) -> {});
    thread.start();
    return new Preparation(thread);
  }

  /** Waits for its end. */
  void await() throws InterruptedException {
    thread.join();
  }
}
