package io.millrace.cli.console;

import io.millrace.cli.console.Listing.Column;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Help.Ansi;

/**
 * A table of at most 100 columns of text. Values that do not fit are broken over lines, never cut;
 * where even that cannot help, each row becomes a block of {@code title: value} lines.
 */
final class TableText {
  private static final String GAP = "  ";
  private static final int NARROWEST = 8;

  private final List<Column> columns;
  private final List<List<String>> rows;
  private final Ansi ansi;

  TableText(List<Column> columns, List<List<Object>> rows, boolean colours) {
    this.columns = columns;
    this.rows = rows.stream().map(row -> row.stream().map(TableText::text).toList()).toList();
    this.ansi = colours ? Ansi.ON : Ansi.OFF;
  }

  void print(PrintWriter out) {
    int[] widths = fit();
    if (widths.length == 0) {
      printBlocks(out);
      return;
    }
    StringBuilder head = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      head.append(pad(columns.get(i).title(), i == widths.length - 1 ? 0 : widths[i] + 2));
    }
    out.println(bold(head.toString()));
    for (List<String> row : rows) {
      printRow(row, widths, out);
    }
  }

  /** The width of each column, or none if the table cannot fit. */
  private int[] fit() {
    int[] widths = new int[columns.size()];
    int total = GAP.length() * (widths.length - 1);
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).title().length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
      total += widths[i];
    }
    while (total > Terminal.WIDTH) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        if (widths[i] > narrowest(i) && (widest < 0 || widths[i] > widths[widest])) {
          widest = i;
        }
      }
      if (widest < 0) {
        return new int[0];
      }
      widths[widest]--;
      total--;
    }
    return widths;
  }

  private int narrowest(int column) {
    if (!columns.get(column).breakable()) {
      return Integer.MAX_VALUE;
    }
    return Math.max(NARROWEST, columns.get(column).title().length());
  }

  private void printRow(List<String> row, int[] widths, PrintWriter out) {
    List<List<String>> cells = new ArrayList<>();
    int height = 1;
    for (int i = 0; i < widths.length; i++) {
      List<String> lines = broken(row.get(i), widths[i]);
      height = Math.max(height, lines.size());
      cells.add(lines);
    }
    for (int line = 0; line < height; line++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        List<String> lines = cells.get(i);
        text.append(pad(line < lines.size() ? lines.get(line) : "", widths[i]));
        text.append(GAP);
      }
      out.println(text.toString().stripTrailing());
    }
  }

  private void printBlocks(PrintWriter out) {
    int title = columns.stream().mapToInt(column -> column.title().length()).max().orElse(0);
    String separator = "";
    for (List<String> row : rows) {
      out.print(separator);
      separator = System.lineSeparator();
      for (int i = 0; i < columns.size(); i++) {
        String label = bold(pad(columns.get(i).title(), title));
        for (String line :
            broken(row.get(i), Math.max(NARROWEST, Terminal.WIDTH - title - GAP.length()))) {
          out.println((label + GAP + line).stripTrailing());
          label = " ".repeat(title);
        }
      }
    }
  }

  private static List<String> broken(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      int start = 0;
      while (line.length() - start > width) {
        int end = line.lastIndexOf(' ', start + width);
        end = end <= start ? start + width : end;
        lines.add(line.substring(start, end));
        start = line.charAt(end) == ' ' ? end + 1 : end;
      }
      lines.add(line.substring(start));
    }
    return lines.isEmpty() ? List.of("") : lines;
  }

  private static int width(String text) {
    return text.lines().mapToInt(String::length).max().orElse(0);
  }

  /** The value without control characters, which could move the cursor or change the terminal. */
  private static String text(Object value) {
    String text = Objects.toString(value, "");
    if (text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n')) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n') {
        safe.append(String.format("\\u%04x", (int) c));
      } else {
        safe.append(c);
      }
    }
    return safe.toString();
  }

  private String bold(String text) {
    return ansi.enabled() ? ansi.string("@|bold " + text + "|@") : text;
  }

  private static String pad(String text, int width) {
    return text.length() >= width ? text : text + " ".repeat(width - text.length());
  }
}
