package io.millrace.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** The orders of a test, with the recomputation that every result is compared with. */
record Orders(Path file, List<Order> all) {
  record Order(String userId, String orderId, double price, long timestamp) {
    String csv() {
      return userId + ',' + orderId + ',' + price + ',' + timestamp;
    }
  }

  /** The real ones: 14,594 lines of one week, in 604 windows. */
  static Orders real() {
    return read(
        Path.of(
            System.getProperty("millrace.root"), "it", "src", "test", "resources", "orders.csv"));
  }

  /** {@code number} orders made from {@code seed}, in no order of time, written to {@code file}. */
  static Orders made(Path file, int number, long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>(List.of("UserId,OrderId,price,timestamp"));
    for (int i = 0; i < number; i++) {
      lines.add(
          new Order(
                  "u" + random.nextInt(500),
                  String.format(Locale.ROOT, "%08d", i),
                  random.nextInt(-2_000, 50_000) / 100.0,
                  1_600_000_000_000L + random.nextLong(3_600_000))
              .csv());
    }
    Files.write(file, lines, StandardCharsets.UTF_8);
    return read(file);
  }

  private static Orders read(Path file) {
    try {
      List<Order> orders = new ArrayList<>();
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        String[] values = line.split(",", -1);
        if (!values[0].equals("UserId")) {
          orders.add(
              new Order(
                  values[0], values[1], Double.parseDouble(values[2]), Long.parseLong(values[3])));
        }
      }
      return new Orders(file, orders);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** The windows of the documented query over all orders. */
  Windows windows() {
    Windows windows = new Windows();
    all.forEach(order -> windows.count(order.timestamp(), order.price()));
    return windows;
  }
}
