package io.millrace.local.server.conformance;

import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.value;
import static io.millrace.local.server.conformance.Calls.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.ReturnType;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition;
import io.millrace.local.server.SdkServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many writers of one row: each write that is answered counts, and counts once. */
class ConcurrentWritesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final int WRITERS = 16;
  private static final int WRITES = 50;
  private static final PrimaryKey K = key("k", 1);

  @Test
  void everyIncrementCountsAndTellsItsOwnSum() throws Exception {
    Calls calls = new Calls(SERVER.sync());
    calls.createTable("t");
    List<Long> sums = together(() -> repeat(() -> increment(calls)));
    assertThat(sums)
        .containsExactlyInAnyOrderElementsOf(
            LongStream.rangeClosed(1, WRITERS * WRITES).boxed().toList());
    assertThat(calls.read("t", K)).isEqualTo("k/1 n=" + WRITERS * WRITES);
  }

  @Test
  void ofWritesOnOneConditionOneIsDone() throws Exception {
    Calls calls = new Calls(SERVER.sync());
    calls.createTable("t");
    calls.put("t", K, "n", 0);
    List<Long> done = together(() -> repeat(() -> compareAndSet(calls)));
    long succeeded = done.stream().filter(was -> was >= 0).count();
    assertThat(done.stream().filter(was -> was >= 0)).doesNotHaveDuplicates();
    assertThat(calls.read("t", K)).isEqualTo("k/1 n=" + succeeded);
  }

  private static long increment(Calls calls) {
    Row row =
        calls
            .update(
                "t",
                K,
                u -> {
                  u.increment(new Column("n", value(1)));
                  u.setReturnType(ReturnType.RT_AFTER_MODIFY);
                  u.addReturnColumn("n");
                })
            .getRow();
    return row.getLatestColumn("n").getValue().asLong();
  }

  /** Returns the number that was replaced, or -1 if another was there by then. */
  private static long compareAndSet(Calls calls) {
    Row row = calls.get("t", K, q -> q.setMaxVersions(1)).getRow();
    long was = row.getLatestColumn("n").getValue().asLong();
    SingleColumnValueCondition same =
        new SingleColumnValueCondition(
            "n", SingleColumnValueCondition.CompareOperator.EQUAL, value(was));
    try {
      calls.update("t", K, u -> u.put("n", value(was + 1)).setCondition(when(same)));
      return was;
    } catch (TableStoreException changed) {
      assertThat(changed.getErrorCode()).isEqualTo("OTSConditionCheckFail");
      return -1;
    }
  }

  private static List<Long> repeat(Supplier<Long> write) {
    List<Long> answers = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      answers.add(write.get());
    }
    return answers;
  }

  private static List<Long> together(Supplier<List<Long>> writer)
      throws InterruptedException, ExecutionException {
    ExecutorService threads =
        Executors.newFixedThreadPool(WRITERS, task -> new Thread(task, "concurrent-writer"));
    try {
      List<Future<List<Long>>> answers = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        answers.add(threads.submit(writer::get));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> answer : answers) {
        all.addAll(answer.get());
      }
      return all;
    } finally {
      threads.shutdownNow();
    }
  }
}
