package io.millrace.local.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Classes and tests that JUnit runs at the same time, which is made sure of, each to itself. */
class ParallelClassesIT {
  private static final int TESTS = 4;

  /** More than tests, as a worker that waits for the tests of a class may run none of them. */
  private static final int WORKERS = 4 * TESTS;

  /** All tests are inside at once, twice: before one makes its table, and when all have. */
  private static final CyclicBarrier TOGETHER = new CyclicBarrier(TESTS);

  private static final Set<String> ENDPOINTS = ConcurrentHashMap.newKeySet();

  @Test
  void doNotDisturbEachOther() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectClass(First.class), selectClass(Second.class))
            .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
            .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
            .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
            .configurationParameter(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", "" + WORKERS)
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    assertThat(summary.getFailures())
        .extracting(TestExecutionSummary.Failure::getException)
        .isEmpty();
    assertThat(summary.getTestsSucceededCount()).isEqualTo(TESTS);
    assertThat(ENDPOINTS).hasSize(2);
  }

  private static void workAlone(SyncClient client, LocalInstance instance) throws Exception {
    ENDPOINTS.add(instance.endpoint());
    TOGETHER.await(2, TimeUnit.MINUTES);
    assertThat(client.listTable().getTableNames()).isEmpty();
    TableMeta meta = new TableMeta("t");
    meta.addPrimaryKeyColumn("pk", PrimaryKeyType.STRING);
    client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
    TOGETHER.await(2, TimeUnit.MINUTES);
    assertThat(client.listTable().getTableNames()).containsExactly("t");
  }

  @ExtendWith(LocalTablestoreExtension.class)
  static class First {
    @Test
    void one(SyncClient client, LocalInstance instance) throws Exception {
      workAlone(client, instance);
    }

    @Test
    void two(SyncClient client, LocalInstance instance) throws Exception {
      workAlone(client, instance);
    }
  }

  @ExtendWith(LocalTablestoreExtension.class)
  static class Second {
    @Test
    void one(SyncClient client, LocalInstance instance) throws Exception {
      workAlone(client, instance);
    }

    @Test
    void two(SyncClient client, LocalInstance instance) throws Exception {
      workAlone(client, instance);
    }
  }
}
