package io.millrace.spark.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.options.Connection;
import io.millrace.spark.options.OptionValues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ClientRegistryTest {

  private static Connection connection(String key) {
    return Connection.of(
        OptionValues.of(
            Map.of(
                "endpoint",
                "http://127.0.0.1:1",
                "instance.name",
                "millrace",
                "access.key.id",
                key,
                "access.key.secret",
                key)));
  }

  @Test
  void twoHundredTasksShareTheClientsOfAConnection() {
    ClientRegistry registry = new ClientRegistry(Duration.ofMinutes(5));
    List<SharedClients> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      tasks.add(registry.open(connection("a")));
    }

    assertThat(tasks).extracting(SharedClients::sync).containsOnly(tasks.get(0).sync());
    assertThat(registry.size()).isEqualTo(1);
    // Tasks that come later, in the next batch, find them as well.
    Object clients = tasks.get(0).sync();
    tasks.forEach(SharedClients::close);
    SharedClients later = registry.open(connection("a"));
    assertThat(later.sync()).isSameAs(clients);
    later.close();
  }

  @Test
  void otherKeysHaveOtherClients() {
    ClientRegistry registry = new ClientRegistry(Duration.ofMinutes(5));
    try (SharedClients a = registry.open(connection("a"));
        SharedClients b = registry.open(connection("b"))) {
      assertThat(a.sync()).isNotSameAs(b.sync());
      assertThat(registry.size()).isEqualTo(2);
    }
  }

  @Test
  void theLastUserClosesThemAndNobodyElse() {
    ClientRegistry registry = new ClientRegistry(Duration.ZERO);
    SharedClients one = registry.open(connection("a"));
    SharedClients two = registry.open(connection("a"));
    SharedClients other = registry.open(connection("b"));

    one.close();
    one.close();
    assertThat(registry.size()).isEqualTo(2);
    two.close();

    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> registry.size() == 1);
    assertThat(other.sync()).isNotNull();
    other.close();
  }

  @Test
  void aRequestWaitsUntilTheBudgetHasRoom() throws Exception {
    WriteBudget budget = new WriteBudget(new WriteBudget.Bounds(2, 100, 1000));
    budget.acquire(60, 10);
    assertFull(budget, 50, 10);
    budget.acquire(40, 10);
    assertFull(budget, 0, 0);
    budget.release(60, 10);
    assertFull(budget, 10, 991);
    budget.release(40, 10);
    // Alone, a request may pass the bounds: there is no other way to send it.
    budget.acquire(500, 5000);
  }

  /** A request that finds no room waits; an interrupt ends that. */
  private static void assertFull(WriteBudget budget, int rows, long bytes) {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> budget.acquire(rows, bytes)).isInstanceOf(InterruptedException.class);
  }
}
