package io.millrace.cli.demo;

/** Shows how a demo goes on. Called from one thread. */
interface DemoView {
  /** The server answers at {@code endpoint}. */
  void serverReady(String endpoint);

  /** Spark of {@code line} is starting. */
  void sparkStarting(SparkLine line);

  /** Called a few times a second. */
  void tick(SinkState sink, LoadProgress progress);

  /** All orders are counted. */
  void drained(SinkState sink);
}
