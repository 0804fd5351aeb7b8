package io.millrace.local.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Reply;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Reads and moves the time of the data. */
public final class ClockRoutes {
  /** The time that can be moved. */
  public interface Time {
    Instant now();

    void set(Instant instant);

    void advance(Duration duration);
  }

  /** The time to set, such as {@code 2026-11-22T08:00:00Z}. */
  private record SetTime(String now) {}

  /** How far to go forward, such as {@code PT1H} or {@code P8D}. */
  private record Advance(String by) {}

  private final Time time;

  /** Routes of a server's time. */
  public ClockRoutes(Time time) {
    this.time = time;
  }

  void addTo(AdminRoutes routes) {
    routes.add("GET", "clock", (call, arguments) -> now());
    routes.add("PUT", "clock", this::set);
    routes.add("POST", "clock/advance", this::advance);
  }

  private Reply now() {
    return AdminJson.reply(200, Map.of("now", time.now().toString()));
  }

  private Reply set(HttpCall call, List<String> arguments) throws JsonProcessingException {
    String text = AdminJson.body(call, SetTime.class).now();
    try {
      time.set(Instant.parse(String.valueOf(text)));
    } catch (DateTimeException malformed) {
      throw new AdminException(
          400, "The time to set is " + text + "; write it like 2026-11-22T08:00:00Z.");
    }
    return now();
  }

  private Reply advance(HttpCall call, List<String> arguments) throws JsonProcessingException {
    String text = AdminJson.body(call, Advance.class).by();
    Duration by;
    try {
      by = Duration.parse(String.valueOf(text));
    } catch (DateTimeException malformed) {
      throw new AdminException(
          400, "The time to advance by is " + text + "; write it like PT90S, PT1H or P8D.");
    }
    if (by.isNegative()) {
      throw new AdminException(
          400, "Time advances forward only, not by " + text + "; set it to go back.");
    }
    time.advance(by);
    return now();
  }
}
