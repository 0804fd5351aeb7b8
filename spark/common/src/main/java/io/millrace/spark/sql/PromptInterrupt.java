package io.millrace.spark.sql;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C while a statement waits for streams at the prompt of spark-sql. That program itself would
 * look for jobs to cancel, and not give the prompt back.
 */
final class PromptInterrupt implements AutoCloseable {

  private static final Signal SIGNAL = new Signal("INT");

  private final SignalHandler before;
  private volatile boolean pressed;

  /** From now on Ctrl-C is noted and does nothing else. */
  PromptInterrupt() {
    before = Signal.handle(SIGNAL, signal -> pressed = true);
  }

  boolean pressed() {
    return pressed;
  }

  /** Ctrl-C does again what it did before. */
  @Override
  public void close() {
    Signal.handle(SIGNAL, before);
  }
}
