package io.millrace.cli.demo;

import io.millrace.cli.console.Terminal;
import java.io.PrintWriter;
import java.time.Clock;

/** The view of a demo without end: the newest windows, the rate and the delay. */
final class LiveView implements DemoView {
  private static final long REDRAW_MILLIS = 1_000;
  private static final long APPEND_MILLIS = 5_000;

  private final PrintWriter out;
  private final PrintWriter err;
  private final Clock clock;
  private final boolean terminal;
  private final Delays delays = new Delays();
  private LiveScreen screen;
  private String title = "";
  private long counted = -1;
  private long drawnMillis;

  LiveView(PrintWriter out, PrintWriter err, Clock clock) {
    this.out = out;
    this.err = err;
    this.clock = clock;
    this.terminal = Terminal.out();
  }

  @Override
  public void serverReady(String endpoint) {
    title = "OrderStreamSink at " + endpoint + " (instance millrace, id local, secret local)";
    screen = new LiveScreen(out, terminal, title);
  }

  @Override
  public void sparkStarting(SparkLine line) {
    err.println(
        "millrace: Spark "
            + line
            + " is starting; the first windows show in about half a minute. Ctrl-C ends the demo.");
  }

  @Override
  public void tick(SinkState sink, LoadProgress progress) {
    long now = clock.millis();
    if (sink.counted() != counted) {
      if (sink.counted() > 0) {
        long stored = progress.millisOf(sink.counted());
        delays.observe(
            sink.writtenMillis(),
            sink.counted(),
            stored < 0 ? -1 : Math.max(0, sink.writtenMillis() - stored));
      }
      counted = sink.counted();
    }
    if (counted > 0 && now - drawnMillis >= (terminal ? REDRAW_MILLIS : APPEND_MILLIS)) {
      drawnMillis = now;
      screen.show(
          progress.stored(),
          counted,
          delays,
          delays.perSecond(now),
          sink.newest(LiveScreen.WINDOWS));
    }
  }

  @Override
  public void drained(SinkState sink) {
    throw new IllegalStateException("A live demo does not drain");
  }
}
