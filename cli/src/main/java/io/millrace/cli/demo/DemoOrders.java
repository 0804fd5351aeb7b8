package io.millrace.cli.demo;

import io.millrace.cli.console.CommandFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The orders of one demo.
 *
 * @param list the orders to store at once, or null for an endless stream of made-up ones
 * @param identity equal for two demos over the same orders
 */
record DemoOrders(List<Order> list, String identity) {
  private static final long SEED = 1;

  /** 2023-11-14 22:13:20 UTC: made-up orders of a given number are the same at every run. */
  private static final long FIRST_MILLIS = 1_700_000_000_000L;

  private static final long APART_MILLIS = 100;

  /** The first {@code limit} orders of a file. */
  static DemoOrders of(Path file, long limit) {
    List<Order> orders = OrderFile.read(file, limit);
    return new DemoOrders(orders, digest(orders));
  }

  /** {@code number} made-up orders, ten each second of their own time. */
  static DemoOrders made(int number) {
    AtomicLong millis = new AtomicLong(FIRST_MILLIS);
    OrderMaker maker = new OrderMaker(SEED, "made", () -> millis.getAndAdd(APART_MILLIS));
    List<Order> orders = new ArrayList<>(number);
    for (int i = 0; i < number; i++) {
      orders.add(maker.next());
    }
    return new DemoOrders(orders, digest(orders));
  }

  /** Made-up orders of the present time, without end. */
  static DemoOrders endless() {
    return new DemoOrders(null, "endless");
  }

  boolean isEndless() {
    return list == null;
  }

  /**
   * Makes the orders of an endless stream; each maker begins its order ids with its own start time.
   */
  OrderMaker maker(Clock clock) {
    return new OrderMaker(clock.millis(), Long.toString(clock.millis()), clock::millis);
  }

  private static String digest(List<Order> orders) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Order order : orders) {
        digest.update((order + "\n").getBytes(StandardCharsets.UTF_8));
      }
      return orders.size() + "-" + HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new CommandFailure("This Java has no SHA-256; use a complete JDK 17.", e);
    }
  }
}
