package io.millrace.local.engine;

import static io.millrace.local.engine.Fixture.TABLE;
import static io.millrace.local.engine.Fixture.key;
import static io.millrace.local.engine.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.engine.row.Condition;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.store.StoreFullException;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CommitterTest {

  private static final int THREADS = 8;
  private static final int WRITES = 500;

  private final FailingStore store = new FailingStore();
  private final Engine engine = Engine.open(store, EngineOptions.defaults());
  private final AtomicInteger threads = new AtomicInteger();
  private final ExecutorService callers =
      Executors.newFixedThreadPool(
          THREADS, task -> new Thread(task, "caller-" + threads.incrementAndGet()));
  private Instance instance;

  @BeforeEach
  void createTable() {
    engine.createInstance("i");
    instance = engine.instance("i");
    instance.createTable(Fixture.spec().withStream(StreamOptions.on(24)));
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    engine.close();
  }

  private void inParallel(Callable<Void> task) throws InterruptedException, ExecutionException {
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      tasks.add(task);
    }
    for (Future<Void> future : callers.invokeAll(tasks, 60, TimeUnit.SECONDS)) {
      future.get();
    }
  }

  private static RowWrite increment(long b) {
    return RowWrite.update(TABLE, row("x", b, Cell.increment("n", 1)));
  }

  private long number(long b) {
    Value value = instance.get(TABLE, key("x", b), ReadSpec.latest()).row().cell(0).value();
    return ((IntegerValue) value).value();
  }

  @Test
  void noUpdateIsLost() throws Exception {
    inParallel(
        () -> {
          for (int i = 0; i < WRITES; i++) {
            instance.writeBatch(List.of(increment(i % 3), increment(i % 3)), true);
          }
          return null;
        });
    assertThat(number(0) + number(1) + number(2)).isEqualTo(2L * THREADS * WRITES);
    assertThat(Changes.of(instance, TABLE)).hasSize(2 * THREADS * WRITES);
  }

  @Test
  void oneOfManyMakesARow() throws Exception {
    AtomicInteger made = new AtomicInteger();
    inParallel(
        () -> {
          for (int i = 0; i < WRITES; i++) {
            List<WriteResult> results =
                instance.writeBatch(
                    List.of(RowWrite.put(TABLE, row("y", i)).when(Condition.EXPECT_NOT_EXIST)),
                    false);
            made.addAndGet(results.get(0).error() == null ? 1 : 0);
          }
          return null;
        });
    assertThat(made).hasValue(WRITES);
    assertThat(Changes.of(instance, TABLE)).hasSize(WRITES);
  }

  @Test
  void fullDiskFailsWritesAndNothingElse() throws Exception {
    instance.write(increment(0));
    store.setFull(true);
    inParallel(
        () -> {
          assertThatThrownBy(() -> instance.write(increment(0)))
              .isInstanceOf(StoreFullException.class);
          return null;
        });
    assertThatThrownBy(() -> instance.deleteTable(TABLE)).isInstanceOf(StoreFullException.class);
    assertThatThrownBy(() -> engine.createInstance("j")).isInstanceOf(StoreFullException.class);
    assertThat(store.refused()).isBetween(3, THREADS + 2);
    assertThat(number(0)).isEqualTo(1);
    assertThat(engine.instanceNames()).containsExactly("i");

    store.setFull(false);
    instance.write(increment(0));
    assertThat(number(0)).isEqualTo(2);
    assertThat(Changes.of(instance, TABLE)).hasSize(2);
  }
}
