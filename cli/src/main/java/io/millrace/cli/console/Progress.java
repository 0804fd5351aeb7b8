package io.millrace.cli.console;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * One line on a terminal that is redrawn as rows pass, at most five times a second. Not
 * thread-safe.
 */
public final class Progress {
  private static final long REDRAW_NANOS = 200_000_000L;

  private final String verb;
  private final PrintWriter err;
  private final boolean shown;
  private final LongSupplier nanos;
  private final long start;
  private long drawn;
  private int length;

  /**
   * Progress that begins now.
   *
   * @param shown whether anything is drawn; false where stderr is no terminal
   * @param nanos the clock, as {@link System#nanoTime}
   */
  public Progress(String verb, PrintWriter err, boolean shown, LongSupplier nanos) {
    this.verb = verb;
    this.err = err;
    this.shown = shown;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.drawn = start;
  }

  /** Draws {@code rows}, of {@code total} if that is known (else 0). */
  public void update(long rows, long total) {
    long now = nanos.getAsLong();
    if (!shown || now - drawn < REDRAW_NANOS) {
      return;
    }
    drawn = now;
    String share =
        total > 0 ? String.format(Locale.ROOT, " of %,d (%d %%)", total, rows * 100 / total) : "";
    draw(
        String.format(
            Locale.ROOT, "%s %,d%s rows, %,d rows/s", verb, rows, share, perSecond(rows)));
  }

  /** Removes the line. */
  public void clear() {
    if (length > 0) {
      draw("");
      err.print('\r');
      err.flush();
    }
  }

  /** Seconds since the beginning. */
  public double seconds() {
    return (nanos.getAsLong() - start) / 1e9;
  }

  /** The mean rate since the beginning. */
  public long perSecond(long rows) {
    return Math.round(rows / Math.max(seconds(), 1e-3));
  }

  private void draw(String line) {
    err.print('\r' + line + " ".repeat(Math.max(0, length - line.length())));
    err.flush();
    length = line.length();
  }
}
