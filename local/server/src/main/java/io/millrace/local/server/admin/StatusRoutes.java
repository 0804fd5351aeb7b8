package io.millrace.local.server.admin;

import io.millrace.local.server.admin.AdminRoutes.Access;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Reply;
import io.millrace.local.server.telemetry.Metrics;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Health and metrics. */
public final class StatusRoutes {
  private final Metrics metrics;

  /** Routes of a server's metrics. */
  public StatusRoutes(Metrics metrics) {
    this.metrics = metrics;
  }

  void addTo(AdminRoutes routes) {
    routes.add("GET", "health", Access.ANY, StatusRoutes::health);
    routes.add("GET", "metrics", Access.ANY, this::metrics);
  }

  private static Reply health(HttpCall call, List<String> arguments) {
    return AdminJson.reply(200, Map.of("status", "ready"));
  }

  private Reply metrics(HttpCall call, List<String> arguments) {
    String text = metrics.exposition() + process();
    return new Reply(
        200,
        Map.of("Content-Type", "text/plain; version=0.0.4"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static String process() {
    Runtime runtime = Runtime.getRuntime();
    double uptime = ManagementFactory.getRuntimeMXBean().getUptime() / 1e3;
    return """
    # HELP millrace_heap_used_bytes Heap in use, garbage included.
    # TYPE millrace_heap_used_bytes gauge
    millrace_heap_used_bytes %d
    # HELP millrace_uptime_seconds Time since the process was started.
    # TYPE millrace_uptime_seconds gauge
    millrace_uptime_seconds %s
    """
        .formatted(runtime.totalMemory() - runtime.freeMemory(), uptime);
  }
}
