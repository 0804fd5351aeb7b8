package io.millrace.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts and totals by window of 30 s, with the window's bounds in UTC. */
final class Windows {
  private static final long SIZE_MILLIS = 30_000;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final SortedMap<String, Total> totals = new TreeMap<>();

  private record Total(long count, double totalPrice) {}

  /** Adds one order. */
  void count(long timestamp, double price) {
    long begin = Math.floorDiv(timestamp, SIZE_MILLIS) * SIZE_MILLIS;
    Total before = totals.getOrDefault(key(begin), new Total(0, 0));
    totals.put(key(begin), new Total(before.count() + 1, before.totalPrice() + price));
  }

  private static String key(long begin) {
    return TIME.format(Instant.ofEpochMilli(begin))
        + ','
        + TIME.format(Instant.ofEpochMilli(begin + SIZE_MILLIS));
  }

  /** Reads the CSV that the demo prints. */
  static Windows ofCsv(String csv) {
    List<String> lines = csv.lines().toList();
    assertThat(lines).isNotEmpty().first().isEqualTo("begin,end,count,totalPrice");
    Windows windows = new Windows();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      windows.put(values[0], values[1], Long.parseLong(values[2]), Double.parseDouble(values[3]));
    }
    return windows;
  }

  /** Adds a window, which must be a new one. */
  void put(String begin, String end, long count, double totalPrice) {
    assertThat(totals.put(begin + ',' + end, new Total(count, totalPrice)))
        .as("window %s seen before", begin)
        .isNull();
  }

  /** The orders counted. */
  long count() {
    return totals.values().stream().mapToLong(Total::count).sum();
  }

  int size() {
    return totals.size();
  }

  double totalPrice() {
    return totals.values().stream().mapToDouble(Total::totalPrice).sum();
  }

  /** Asserts the same windows with the same counts, and totals within 1e-6. */
  void assertEqualTo(Windows expected) {
    assertThat(totals.keySet()).isEqualTo(expected.totals.keySet());
    totals.forEach(
        (window, total) -> {
          assertThat(total.count())
              .as("count of %s", window)
              .isEqualTo(expected.totals.get(window).count());
          assertThat(total.totalPrice())
              .as("total of %s", window)
              .isEqualTo(expected.totals.get(window).totalPrice(), within(1e-6));
        });
  }
}
