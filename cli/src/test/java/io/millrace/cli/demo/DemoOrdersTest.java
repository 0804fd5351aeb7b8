package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoOrdersTest {
  @Test
  void madeOrdersAreTheSameAtEveryRunAndHaveUniqueKeys() {
    DemoOrders orders = DemoOrders.made(1000);

    assertThat(DemoOrders.made(1000)).isEqualTo(orders);
    assertThat(orders.list())
        .extracting(order -> List.of(order.userId(), order.orderId()))
        .doesNotHaveDuplicates()
        .hasSize(1000);
    assertThat(orders.list()).extracting(Order::price).anyMatch(price -> price < 0);
  }

  @Test
  void identityTellsOrdersApart() {
    assertThat(DemoOrders.made(10).identity())
        .isNotEqualTo(DemoOrders.made(11).identity())
        .isNotEqualTo(DemoOrders.endless().identity());
  }

  @Test
  void endlessOrdersCarryThePresentTimeAndItsKeys() {
    Clock clock = Clock.fixed(Instant.ofEpochMilli(5_000), ZoneOffset.UTC);
    Clock later = Clock.fixed(Instant.ofEpochMilli(6_000), ZoneOffset.UTC);

    Order order = DemoOrders.endless().maker(clock).next();

    assertThat(order.timestamp()).isEqualTo(5_000);
    assertThat(
            Stream.of(order, DemoOrders.endless().maker(later).next())
                .map(Order::orderId)
                .distinct())
        .hasSize(2);
  }
}
