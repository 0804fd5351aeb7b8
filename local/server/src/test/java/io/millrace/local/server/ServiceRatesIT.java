package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateTableRequest;
import io.millrace.local.server.fault.Fault;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often tables may be changed, in the data's time. */
class ServiceRatesIT {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

  @Test
  void throughputIsChangedOnceInTwoMinutes() {
    try (LocalTablestore server = LocalTablestore.builder().clock(NOW).start()) {
      SyncClient client = client(server, "millrace");
      try {
        create(client, "a", 1);
        create(client, "b", 1);
        server.advanceClock(Duration.ofMillis(1));
        assertThat(reserve(client, "a", 2)).as("right after it was made").isEqualTo(2);
        assertTooSoon(client, "a", 3);
        assertThat(reserve(client, "a", 2)).as("what it is already").isEqualTo(2);
        assertThat(reserve(client, "b", 3)).as("another table").isEqualTo(3);
        UpdateTableRequest other = new UpdateTableRequest("a");
        other.setTableOptionsForUpdate(new TableOptions(90_000));
        client.updateTable(other);
        server.advanceClock(Duration.ofSeconds(120).minusMillis(1));
        assertTooSoon(client, "a", 3);
        assertThat(units(client, "a")).as("nothing was changed").isEqualTo(2);
        server.advanceClock(Duration.ofMillis(1));
        assertThat(reserve(client, "a", 3)).isEqualTo(3);
        assertTooSoon(client, "a", 2);
        server.setClock(NOW.instant().minus(Duration.ofHours(1)));
        assertThat(reserve(client, "a", 4)).as("after the clock went back").isEqualTo(4);
      } finally {
        client.shutdown();
      }
    }
  }

  @Test
  void aRestartDoesNotShortenThePause(@TempDir Path directory) {
    try (LocalTablestore server =
        LocalTablestore.builder().clock(NOW).dataDirectory(directory).start()) {
      SyncClient client = client(server, "millrace");
      create(client, "a", 1);
      server.advanceClock(Duration.ofSeconds(1));
      reserve(client, "a", 2);
      client.shutdown();
    }
    Clock later = Clock.offset(NOW, Duration.ofSeconds(120));
    try (LocalTablestore server =
        LocalTablestore.builder().clock(later).dataDirectory(directory).start()) {
      SyncClient client = client(server, "millrace");
      try {
        assertTooSoon(client, "a", 3);
        server.advanceClock(Duration.ofSeconds(1));
        assertThat(reserve(client, "a", 3)).isEqualTo(3);
      } finally {
        client.shutdown();
      }
    }
  }

  @Test
  void tableOperationsOfASecondAreLimitedWhereThatIsWanted() {
    try (LocalTablestore server =
        LocalTablestore.builder()
            .clock(NOW)
            .tableRate(10)
            .instance("one")
            .instance("two")
            .start()) {
      SyncClient client = client(server, "one");
      SyncClient other = client(server, "two");
      try {
        create(client, "a", 1);
        for (int i = 1; i < 10; i++) {
          client.listTable();
        }
        assertRefused(
            client::listTable, 403, "OTSQuotaExhausted", "Too frequent table operations.");
        assertRefused(
            () -> create(client, "b", 1),
            403,
            "OTSQuotaExhausted",
            "Too frequent table operations.");
        SingleRowQueryCriteria row = new SingleRowQueryCriteria("a", SdkServer.key("k", 1));
        row.setMaxVersions(1);
        client.getRow(new GetRowRequest(row));
        assertThat(other.listTable().getTableNames()).as("another instance").isEmpty();
        server.advanceClock(Duration.ofMillis(999));
        assertRefused(
            client::listTable, 403, "OTSQuotaExhausted", "Too frequent table operations.");
        server.advanceClock(Duration.ofMillis(1));
        assertThat(client.listTable().getTableNames()).containsExactly("a");
      } finally {
        client.shutdown();
        other.shutdown();
      }
    }
  }

  @Test
  void theSdkComesAgainWhenTheFaultIsInTheServicesWords() {
    try (LocalTablestore server = LocalTablestore.start()) {
      server.faults().inject(Fault.error("CreateTable", "OTSQuotaExhausted").times(2));
      SyncClient client = new SyncClient(server.endpoint(), "local", "local", "millrace");
      try {
        create(client, "a", 1);
        assertThat(client.listTable().getTableNames()).containsExactly("a");
        assertThat(server.faults().pending()).isEmpty();
      } finally {
        client.shutdown();
      }
    }
  }

  @Test
  void aRateOfNoneIsRefused() {
    assertThatThrownBy(() -> LocalTablestore.builder().tableRate(0))
        .hasMessage("The number of table operations a second must be at least 1, not 0.");
  }

  private static SyncClient client(LocalTablestore server, String instance) {
    return new SyncClient(server.endpoint(), "local", "local", instance, NoRetry.configuration());
  }

  private static void create(SyncClient client, String table, int units) {
    client.createTable(
        new CreateTableRequest(
            SdkServer.meta(table),
            new TableOptions(-1, 1),
            new ReservedThroughput(new CapacityUnit(units, 0))));
  }

  private static int reserve(SyncClient client, String table, int units) {
    UpdateTableRequest update = new UpdateTableRequest(table);
    update.setReservedThroughputForUpdate(new ReservedThroughput(new CapacityUnit(units, 0)));
    return client
        .updateTable(update)
        .getReservedThroughputDetails()
        .getCapacityUnit()
        .getReadCapacityUnit();
  }

  private static void assertTooSoon(SyncClient client, String table, int units) {
    assertRefused(
        () -> reserve(client, table, units),
        403,
        "OTSTooFrequentReservedThroughputAdjustment",
        "Reserved throughput adjustment is too frequent.");
  }

  private static int units(SyncClient client, String table) {
    return client
        .describeTable(new DescribeTableRequest(table))
        .getReservedThroughputDetails()
        .getCapacityUnit()
        .getReadCapacityUnit();
  }
}
