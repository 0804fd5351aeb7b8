package io.millrace.spark.stream;

import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.Failures;
import io.millrace.spark.client.WireClient;
import io.millrace.spark.options.StreamSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/**
 * Looks, from the driver, whether channels that had nothing have something now. All looks that are
 * due run at the same time and nobody waits for a slow one while another channel has records.
 */
final class ChannelProber {

  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final WireClient client;
  private final SourceIdentity source;
  private final StreamSettings settings;
  private final PageCache cache;
  private final ReadCounts counts;

  /**
   * A prober of one tunnel's channels.
   *
   * @param cache where a page with records is kept for the task that will want it; null when tasks
   *     run in other processes
   */
  ChannelProber(
      WireClient client,
      SourceIdentity source,
      StreamSettings settings,
      PageCache cache,
      ReadCounts counts) {
    this.counts = counts;
    this.client = client;
    this.source = source;
    this.settings = settings;
    this.cache = cache;
  }

  /** Starts the looks that are due and takes over the results that have come. */
  void look(Map<String, ChannelState> channels) {
    long now = System.nanoTime();
    channels.forEach(
        (id, state) -> {
          if (state.probeIsDue(now)) {
            state.probing(start(id, state.lookFrom()), now);
          }
        });
    forEachDone(channels, this::takeOver);
  }

  /** Starts another look at channels that have rows, to see how many there are by now. */
  void count(Map<String, ChannelState> channels) {
    long now = System.nanoTime();
    channels.forEach(
        (id, state) -> {
          if (state.countIsDue(now)) {
            state.probing(start(id, state.lookFrom()), now);
          }
        });
    forEachDone(channels, this::takeOver);
  }

  /** Waits until any look has come to an end or another one is due, for as long as given. */
  void awaitAny(Map<String, ChannelState> channels, Duration longest) throws InterruptedException {
    long now = System.nanoTime();
    Duration rest =
        channels.values().stream()
            .filter(state -> state.probe() == null && state.mayBeProbed())
            .map(state -> Duration.ofNanos(Math.max(state.restsFor(now), SHORTEST_WAIT_NANOS)))
            .min(Duration::compareTo)
            .filter(until -> until.compareTo(longest) < 0)
            .orElse(longest);
    CompletableFuture<?>[] pending = pending(channels);
    if (pending.length > 0) {
      await(CompletableFuture.anyOf(pending), rest);
    } else {
      TimeUnit.NANOSECONDS.sleep(rest.toNanos());
    }
  }

  /** Waits until all looks have come to an end, for as long as given. */
  void awaitAll(Map<String, ChannelState> channels, Duration longest) throws InterruptedException {
    await(CompletableFuture.allOf(pending(channels)), longest);
  }

  private static CompletableFuture<?>[] pending(Map<String, ChannelState> channels) {
    return channels.values().stream()
        .map(ChannelState::probe)
        .filter(probe -> probe != null)
        .toArray(CompletableFuture<?>[]::new);
  }

  private static void await(CompletableFuture<?> looks, Duration longest)
      throws InterruptedException {
    try {
      looks.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Whatever came of it is taken over by the next look.
    }
  }

  private CompletableFuture<RecordPage> start(String channel, String token) {
    return client
        .callAsync(
            PageReader.OPERATION,
            PageReader.request(source.tunnel(), settings.clientId(), channel, token))
        .thenApply(
            answer -> {
              counts.answered(answer.body().length);
              try {
                return RecordPage.parse(answer.body());
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
  }

  private static void forEachDone(
      Map<String, ChannelState> channels, BiConsumer<String, ChannelState> action) {
    channels.forEach(
        (id, state) -> {
          if (state.probe() != null && state.probe().isDone()) {
            action.accept(id, state);
          }
        });
  }

  private void takeOver(String channel, ChannelState state) {
    long now = System.nanoTime();
    String token = state.lookFrom();
    try {
      RecordPage page = state.probe().join();
      if (page.count() > 0 && cache != null) {
        cache.put(new PageCache.Key(source, channel, token), page);
      }
      state.probed(page, now, settings.probeIntervalMax());
    } catch (CompletionException e) {
      counts.failed();
      long failing = state.probeFailed(now, settings.probeIntervalMax());
      Throwable cause = e.getCause();
      if (!Failures.mayPass(cause) || failing > settings.retryTime().toNanos()) {
        throw TunnelFailures.describe(CallFailures.unchecked(cause), source);
      }
    }
  }
}
