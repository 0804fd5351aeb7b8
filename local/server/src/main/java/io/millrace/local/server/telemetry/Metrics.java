package io.millrace.local.server.telemetry;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts calls by operation, in the text format that Prometheus reads. */
public final class Metrics implements CallObserver {
  /**
   * Calls of operations that do not exist share one name, so that nobody can make names without
   * end.
   */
  private static final String UNSUPPORTED = "unsupported";

  private static final double[] BOUNDS = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, OperationCounts> operations = new ConcurrentHashMap<>();

  /** The counts of one operation. */
  private static final class OperationCounts {
    private final Map<String, LongAdder> byCode = new ConcurrentHashMap<>();
    private final LongAdder[] buckets = new LongAdder[BOUNDS.length + 1];
    private final LongAdder nanos = new LongAdder();
    private final LongAdder requestBytes = new LongAdder();
    private final LongAdder replyBytes = new LongAdder();

    OperationCounts() {
      for (int i = 0; i < buckets.length; i++) {
        buckets[i] = new LongAdder();
      }
    }

    void add(CallRecord call) {
      byCode.computeIfAbsent(call.code(), code -> new LongAdder()).increment();
      buckets[bucket(call.nanos() / NANOS_PER_SECOND)].increment();
      nanos.add(call.nanos());
      requestBytes.add(call.requestBytes());
      replyBytes.add(call.replyBytes());
    }

    private static int bucket(double seconds) {
      int i = 0;
      while (i < BOUNDS.length && seconds > BOUNDS[i]) {
        i++;
      }
      return i;
    }
  }

  @Override
  public void answered(CallRecord call) {
    String name = call.supported() ? call.operation() : UNSUPPORTED;
    operations.computeIfAbsent(name, key -> new OperationCounts()).add(call);
  }

  /** The counts of calls. */
  public String exposition() {
    Map<String, OperationCounts> sorted = new TreeMap<>(operations);
    StringBuilder text = new StringBuilder();
    header(
        text, "millrace_requests_total", "counter", "Answered requests by operation and result.");
    sorted.forEach(
        (name, counts) ->
            new TreeMap<>(counts.byCode)
                .forEach(
                    (code, count) ->
                        sample(
                            text,
                            "millrace_requests_total",
                            "operation=\"" + name + "\",code=\"" + code + "\"",
                            count.sum())));
    header(text, "millrace_request_seconds", "histogram", "Time to answer by operation.");
    sorted.forEach((name, counts) -> histogram(text, name, counts));
    header(
        text, "millrace_request_bytes_total", "counter", "Bytes of request bodies by operation.");
    sorted.forEach(
        (name, counts) ->
            sample(text, "millrace_request_bytes_total", label(name), counts.requestBytes.sum()));
    header(text, "millrace_reply_bytes_total", "counter", "Bytes of reply bodies by operation.");
    sorted.forEach(
        (name, counts) ->
            sample(text, "millrace_reply_bytes_total", label(name), counts.replyBytes.sum()));
    return text.toString();
  }

  private static void histogram(StringBuilder text, String name, OperationCounts counts) {
    long cumulative = 0;
    for (int i = 0; i < counts.buckets.length; i++) {
      cumulative += counts.buckets[i].sum();
      String bound = i < BOUNDS.length ? String.valueOf(BOUNDS[i]) : "+Inf";
      sample(
          text,
          "millrace_request_seconds_bucket",
          label(name) + ",le=\"" + bound + "\"",
          cumulative);
    }
    text.append("millrace_request_seconds_sum{")
        .append(label(name))
        .append("} ")
        .append(counts.nanos.sum() / NANOS_PER_SECOND)
        .append('\n');
    sample(text, "millrace_request_seconds_count", label(name), cumulative);
  }

  private static String label(String operation) {
    return "operation=\"" + operation + "\"";
  }

  private static void header(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void sample(StringBuilder text, String name, String labels, long value) {
    text.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }
}
