package io.millrace.local.server.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RequestIdsTest {
  @Test
  void everyIdDiffersAlsoAfterARestart() {
    RequestIds first = new RequestIds(at("2026-11-22T08:00:00Z"));
    RequestIds second = new RequestIds(at("2026-11-22T08:00:00.000001Z"));

    assertThat(new String[] {first.next(), first.next(), second.next()}).doesNotHaveDuplicates();
  }

  @Test
  void looksLikeTheServicesIds() {
    assertThat(new RequestIds(at("2026-11-22T08:00:00Z")).next())
        .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  private static Clock at(String instant) {
    return Clock.fixed(Instant.parse(instant), ZoneOffset.UTC);
  }
}
