package io.millrace.cli.demo;

import io.millrace.cli.console.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Shows the sink as it fills, newest windows first: redrawn in place on a terminal, appended
 * elsewhere.
 */
final class LiveScreen {
  /** How many windows are shown. */
  static final int WINDOWS = 12;

  private static final String ERASE_LINE = "\u001b[2K";
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";

  private final PrintWriter out;
  private final boolean terminal;
  private final String title;
  private int drawn;

  LiveScreen(PrintWriter out, boolean terminal, String title) {
    this.out = out;
    this.terminal = terminal;
    this.title = title;
  }

  /** Shows the newest windows under one line of figures. */
  void show(long stored, long counted, Delays delays, long perSecond, List<WindowTotal> newest) {
    List<String> lines = new ArrayList<>();
    lines.add(bold(title));
    lines.add(
        String.format(
            Locale.ROOT,
            "orders stored %,d   counted %,d   %,d rows/s   delay order to sink %s",
            stored,
            counted,
            perSecond,
            delay(delays)));
    lines.add(
        bold(
            String.format(
                Locale.ROOT, "%-21s %-21s %10s %14s", "begin", "end", "count", "totalPrice")));
    for (WindowTotal window : newest) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-21s %-21s %,10d %,14.2f",
              window.begin(),
              window.end(),
              window.count(),
              window.totalPrice()));
    }
    draw(lines);
  }

  private static String delay(Delays delays) {
    if (delays.newest() < 0) {
      return "-";
    }
    return String.format(
        Locale.ROOT,
        "%,d ms (p50 %,d, p99 %,d)",
        delays.newest(),
        delays.quantile(0.5),
        delays.quantile(0.99));
  }

  private void draw(List<String> lines) {
    if (terminal) {
      out.print(drawn == 0 ? NO_WRAP : NO_WRAP + "\u001b[" + drawn + "A");
    }
    for (String line : lines) {
      out.print(terminal ? ERASE_LINE + line + '\n' : line + '\n');
    }
    out.print(terminal ? WRAP : "\n");
    drawn = lines.size();
    out.flush();
  }

  private String bold(String text) {
    return Terminal.colours(terminal) ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
