package io.millrace.cli.demo;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Makes orders up: a few hundred customers, some of them busier, prices in cents, one in fifty a
 * return. Not thread-safe.
 *
 * <p>With the same seed, prefix and times the orders are the same.
 */
final class OrderMaker {
  private static final int CUSTOMERS = 400;
  private static final double RETURNED = 0.02;

  private final SplittableRandom random;
  private final String prefix;
  private final LongSupplier millis;
  private long made;

  /**
   * @param prefix begins every order id, so that two makers never make the same key
   * @param millis the timestamp of the next order
   */
  OrderMaker(long seed, String prefix, LongSupplier millis) {
    this.random = new SplittableRandom(seed);
    this.prefix = prefix;
    this.millis = millis;
  }

  Order next() {
    double skewed = random.nextDouble() * random.nextDouble();
    String user = String.format(Locale.ROOT, "user-%03d", (int) (skewed * CUSTOMERS));
    String id = String.format(Locale.ROOT, "%s-%09d", prefix, ++made);
    long cents = 50 + random.nextInt(20_000);
    double price = (random.nextDouble() < RETURNED ? -cents : cents) / 100.0;
    return new Order(user, id, price, millis.getAsLong());
  }
}
