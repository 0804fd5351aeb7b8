package io.millrace.local.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void countsByOperationAndCode() {
    metrics.answered(call("PutRow", true, "OK", 400_000));
    metrics.answered(call("PutRow", true, "OK", 3_000_000));
    metrics.answered(call("PutRow", true, "OTSServerBusy", 20_000_000_000L));

    assertThat(metrics.exposition().lines())
        .contains(
            "millrace_requests_total{operation=\"PutRow\",code=\"OK\"} 2",
            "millrace_requests_total{operation=\"PutRow\",code=\"OTSServerBusy\"} 1",
            "millrace_request_seconds_bucket{operation=\"PutRow\",le=\"5.0E-4\"} 1",
            "millrace_request_seconds_bucket{operation=\"PutRow\",le=\"0.005\"} 2",
            "millrace_request_seconds_bucket{operation=\"PutRow\",le=\"10.0\"} 2",
            "millrace_request_seconds_bucket{operation=\"PutRow\",le=\"+Inf\"} 3",
            "millrace_request_seconds_sum{operation=\"PutRow\"} 20.0034",
            "millrace_request_seconds_count{operation=\"PutRow\"} 3",
            "millrace_request_bytes_total{operation=\"PutRow\"} 30",
            "millrace_reply_bytes_total{operation=\"PutRow\"} 60");
  }

  @Test
  void callersCannotMakeNamesWithoutEnd() {
    for (int i = 0; i < 1_000; i++) {
      metrics.answered(call("Nonsense" + i, false, "OTSParameterInvalid", 1));
    }
    assertThat(metrics.exposition())
        .contains(
            "millrace_requests_total{operation=\"unsupported\",code=\"OTSParameterInvalid\"} 1000")
        .doesNotContain("Nonsense");
  }

  private static CallRecord call(String operation, boolean supported, String code, long nanos) {
    return new CallRecord(operation, supported, "i", "id", "127.0.0.1", 200, code, 10, 20, nanos);
  }
}
