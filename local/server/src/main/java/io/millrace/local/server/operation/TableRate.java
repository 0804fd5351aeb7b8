package io.millrace.local.server.operation;

import io.millrace.protocol.error.ServiceErrors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How many table operations an instance takes in any second. Those it refuses do not count. Safe
 * for any thread.
 */
public final class TableRate {
  private static final int UNLIMITED = Integer.MAX_VALUE;
  private static final Duration WINDOW = Duration.ofSeconds(1);

  private final int perSecond;
  private final InstantSource clock;
  private final Map<String, Deque<Instant>> takenByInstance = new HashMap<>();

  private TableRate(int perSecond, InstantSource clock) {
    this.perSecond = perSecond;
    this.clock = clock;
  }

  /** No limit. */
  public static TableRate unlimited() {
    return new TableRate(UNLIMITED, InstantSource.system());
  }

  /** At most so many, at least 1, in a second of a clock. */
  public static TableRate perSecond(int operations, InstantSource clock) {
    return new TableRate(operations, clock);
  }

  /** The operation, refused with {@code OTSQuotaExhausted} while its instance has had enough. */
  Operation limit(Operation operation) {
    return perSecond == UNLIMITED
        ? operation
        : call -> {
          take(call.instanceName());
          return operation.run(call);
        };
  }

  private synchronized void take(String instance) {
    Instant now = clock.instant();
    Deque<Instant> taken = takenByInstance.computeIfAbsent(instance, name -> new ArrayDeque<>());
    taken.removeIf(time -> time.isAfter(now) || !time.isAfter(now.minus(WINDOW)));
    if (taken.size() >= perSecond) {
      throw ServiceErrors.tooFrequentTableOperations();
    }
    taken.addLast(now);
  }
}
