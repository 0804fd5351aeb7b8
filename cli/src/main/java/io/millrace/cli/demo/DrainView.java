package io.millrace.cli.demo;

import io.millrace.cli.console.Terminal;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The view of a demo that ends: progress on stderr, and at the end the sink as CSV on stdout. */
final class DrainView implements DemoView {
  private final PrintWriter out;
  private final PrintWriter err;
  private final long orders;
  private final LongSupplier nanos;
  private final long start;
  private final boolean terminal = Terminal.err();
  private String shown = "";

  /**
   * @param orders how many there are to count
   * @param nanos as {@link System#nanoTime}
   */
  DrainView(PrintWriter out, PrintWriter err, long orders, LongSupplier nanos) {
    this.out = out;
    this.err = err;
    this.orders = orders;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  @Override
  public void serverReady(String endpoint) {
    say("Tablestore ready at " + endpoint + " (instance millrace, id local, secret local)");
  }

  @Override
  public void sparkStarting(SparkLine line) {
    say("Spark " + line + " is starting");
  }

  @Override
  public void tick(SinkState sink, LoadProgress progress) {
    String counts =
        String.format(
            Locale.ROOT,
            "counted %,d of %,d orders in %,d windows",
            sink.counted(),
            orders,
            sink.windows().size());
    if (terminal) {
      err.print(
          "\r\u001b[K"
              + timed(String.format(Locale.ROOT, "stored %,d, %s", progress.stored(), counts)));
      err.flush();
    } else if (!counts.equals(shown)) {
      say(counts);
    }
    shown = counts;
  }

  @Override
  public void drained(SinkState sink) {
    if (terminal) {
      err.print("\r\u001b[K");
    }
    say(
        String.format(
            Locale.ROOT,
            "all %,d orders are counted, in %,d windows",
            orders,
            sink.windows().size()));
    out.print("begin,end,count,totalPrice\n");
    for (WindowTotal window : sink.windows()) {
      out.print(
          window.begin()
              + ','
              + window.end()
              + ','
              + window.count()
              + ','
              + window.totalPrice()
              + '\n');
    }
    out.flush();
  }

  private void say(String what) {
    err.println(timed(what));
  }

  private String timed(String what) {
    return String.format(
        Locale.ROOT, "millrace: %5.1f s  %s", (nanos.getAsLong() - start) / 1e9, what);
  }
}
