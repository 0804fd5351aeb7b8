package io.millrace.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.Error;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RowLoaderTest {
  private final AtomicLong nanos = new AtomicLong();
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

  /** Waits by moving its own clock. */
  private final Backoff backoff =
      new Backoff(
          Duration.ofSeconds(10),
          nanos::get,
          new SplittableRandom(1),
          pause -> {
            pauses.add(pause);
            nanos.addAndGet(pause.toNanos());
          });

  @Test
  void keepsTheOrderOfEachKey() throws InterruptedException {
    FakeService service = new FakeService(keys -> null, key -> null);
    int rows = 20_000;
    int keys = 97;
    try (RowLoader loader = new RowLoader(service.client(), 4, backoff)) {
      for (int i = 0; i < rows; i++) {
        loader.add(FakeService.row(i, "k" + i % keys, "" + i));
      }
      loader.await();
      assertThat(loader.written()).isEqualTo(rows);
    }
    Map<String, Integer> last = new HashMap<>();
    for (String row : service.written()) {
      int split = row.indexOf('=');
      int value = Integer.parseInt(row.substring(split + 1));
      Integer before = last.put(row.substring(0, split), value);
      assertThat(before == null || before < value).as(row + " after " + before).isTrue();
    }
    assertThat(last).hasSize(keys);
  }

  @Test
  void sendsWhatWasAddedWhenFlushed() throws InterruptedException {
    FakeService service = new FakeService(keys -> null, key -> null);
    try (RowLoader loader = new RowLoader(service.client(), 2, backoff)) {
      loader.add(FakeService.row(1, "a", "1"));
      loader.await();
      assertThat(service.written()).containsExactly("a=1");
    }
  }

  @Test
  void repeatsOnlyTheRowsThatFailedForAPassingReason() throws InterruptedException {
    AtomicInteger left = new AtomicInteger(3);
    FakeService service =
        new FakeService(
            keys -> null,
            key ->
                key.equals("b") && left.getAndDecrement() > 0
                    ? new Error("OTSServerBusy", "Server is busy.")
                    : null);
    try (RowLoader loader = new RowLoader(service.client(), 1, backoff)) {
      for (String key : List.of("a", "b", "c")) {
        loader.add(FakeService.row(1, key, "1"));
      }
      loader.await();
    }
    assertThat(service.requests())
        .containsExactly(List.of("a", "b", "c"), List.of("b"), List.of("b"), List.of("b"));
    assertThat(pauses).hasSize(3);
    assertThat(pauses.get(2)).isGreaterThan(pauses.get(0));
  }

  @Test
  void stopsAtARowThatIsRefusedAndTellsHowManyAreWritten() throws InterruptedException {
    FakeService service =
        new FakeService(
            keys -> null,
            key -> key.equals("bad") ? new Error("OTSInvalidPK", "Validate PK fail.") : null);
    try (RowLoader loader = new RowLoader(service.client(), 1, backoff)) {
      loader.add(FakeService.row(2, "a", "1"));
      loader.add(FakeService.row(3, "bad", "1"));
      loader.add(FakeService.row(4, "c", "1"));
      assertThatThrownBy(loader::await)
          .asInstanceOf(InstanceOfAssertFactories.throwable(LoadFailure.class))
          .satisfies(failure -> assertThat(failure.row().line()).isEqualTo(3))
          .hasMessage("OTSInvalidPK: Validate PK fail.");
      assertThat(loader.written()).isEqualTo(2);
      assertThatThrownBy(() -> loader.add(FakeService.row(5, "d", "1")))
          .isInstanceOf(LoadFailure.class);
    }
    assertThat(service.written()).containsExactly("a=1", "c=1");
  }

  @Test
  void findsTheRowForWhichAWholeRequestIsRefused() throws InterruptedException {
    FakeService service =
        new FakeService(
            keys ->
                keys.contains("k137")
                    ? new TableStoreException(
                        "The length is too long.", null, "OTSParameterInvalid", "r", 400)
                    : null,
            key -> null);
    try (RowLoader loader = new RowLoader(service.client(), 1, backoff)) {
      for (int i = 0; i < 200; i++) {
        loader.add(FakeService.row(i + 2, "k" + i, "1"));
      }
      assertThatThrownBy(loader::await)
          .asInstanceOf(InstanceOfAssertFactories.throwable(LoadFailure.class))
          .satisfies(failure -> assertThat(failure.row().line()).isEqualTo(139));
      assertThat(loader.written()).isEqualTo(137);
    }
    assertThat(service.written()).hasSize(137).last().isEqualTo("k136=1");
  }

  @Test
  void givesUpWhenNothingIsWrittenForTooLong() throws InterruptedException {
    FakeService service =
        new FakeService(keys -> new ClientException("no connection"), key -> null);
    try (RowLoader loader = new RowLoader(service.client(), 1, backoff)) {
      loader.add(FakeService.row(2, "a", "1"));
      assertThatThrownBy(loader::await)
          .asInstanceOf(InstanceOfAssertFactories.throwable(LoadFailure.class))
          .satisfies(failure -> assertThat(failure.row()).isNull())
          .hasMessageContaining("no connection");
    }
    assertThat(pauses).allSatisfy(pause -> assertThat(pause).isLessThan(Duration.ofSeconds(3)));
    assertThat(Duration.ofNanos(nanos.get()))
        .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(13));
  }

  @Test
  void doesNotRepeatARefusalThatWillNotPass() throws InterruptedException {
    FakeService service =
        new FakeService(
            keys -> new TableStoreException("Signature mismatch.", null, "OTSAuthFailed", "r", 403),
            key -> null);
    try (RowLoader loader = new RowLoader(service.client(), 1, backoff)) {
      loader.add(FakeService.row(2, "a", "1"));
      loader.add(FakeService.row(3, "b", "1"));
      assertThatThrownBy(loader::await).hasMessage("OTSAuthFailed: Signature mismatch.");
    }
    assertThat(service.requests()).hasSize(1);
  }
}
