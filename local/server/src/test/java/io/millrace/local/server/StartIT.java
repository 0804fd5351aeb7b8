package io.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartIT {
  @TempDir Path directory;

  @Test
  void saysThatThePortIsInUse() {
    try (LocalTablestore first = LocalTablestore.start()) {
      assertThatThrownBy(() -> LocalTablestore.builder().port(first.port()).start())
          .isInstanceOf(PortInUseException.class)
          .hasMessage(
              "Port "
                  + first.port()
                  + " on 127.0.0.1 is already in use: stop the other server or choose another with"
                  + " --port (0 picks a free one)");
    }
  }

  @Test
  void aFailedStartMakesNoDataDirectory() {
    Path data = directory.resolve("data");
    try (LocalTablestore first = LocalTablestore.start()) {
      assertThatThrownBy(
              () -> LocalTablestore.builder().port(first.port()).dataDirectory(data).start())
          .isInstanceOf(PortInUseException.class);
    }
    assertThat(data).doesNotExist();
  }

  @Test
  void refusesADirectoryThatAnotherServerUses() {
    try (LocalTablestore first = LocalTablestore.builder().dataDirectory(directory).start()) {
      assertThatThrownBy(() -> LocalTablestore.builder().dataDirectory(directory).start())
          .isInstanceOf(LocalTablestoreException.class)
          .hasMessageContaining(directory.toString())
          .hasMessageContaining("in use");
      assertThat(first.endpoint()).startsWith("http://127.0.0.1:");
    }
  }

  @Test
  void refusesADirectoryThatHoldsSomethingElse() throws Exception {
    Files.writeString(directory.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> LocalTablestore.builder().dataDirectory(directory).start())
        .isInstanceOf(LocalTablestoreException.class)
        .hasMessageContaining(directory.toString());
    assertThat(directory.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  void refusesAHostThatIsNotHere() {
    assertThatThrownBy(() -> LocalTablestore.builder().host("192.0.2.1").port(8087).start())
        .isInstanceOf(LocalTablestoreException.class)
        .hasMessageStartingWith("Cannot listen on 192.0.2.1 port 8087 (");
  }

  @Test
  void refusesOptionsOutOfRange() {
    assertThatThrownBy(() -> LocalTablestore.builder().port(65_536))
        .hasMessage("The port must be in range [0, 65535], not 65536.");
    assertThatThrownBy(() -> LocalTablestore.builder().accessKey("", "secret"))
        .hasMessage("An access key needs an id and a secret that are not empty.");
    Path data = directory.resolve("data");
    assertThatThrownBy(() -> LocalTablestore.builder().dataDirectory(data).partitions(0).start())
        .isInstanceOf(LocalTablestoreException.class)
        .hasMessageContaining("The number of partitions must be in range [1, 1024], not 0.");
    assertThatThrownBy(() -> LocalTablestore.builder().dataDirectory(data).instance("a b").start())
        .isInstanceOf(LocalTablestoreException.class)
        .hasMessage("Invalid instance name: 'a b'.");
    assertThat(data).doesNotExist();
  }

  @Test
  void keepsItsDataInTheDirectory() {
    int port;
    try (LocalTablestore first = LocalTablestore.builder().dataDirectory(directory).start()) {
      port = first.port();
      SyncClient client = new SyncClient(first.endpoint(), "local", "local", "millrace");
      client.createTable(new CreateTableRequest(SdkServer.meta("t"), new TableOptions(-1, 1)));
      RowPutChange put = new RowPutChange("t", SdkServer.key("a", 1));
      put.addColumn("x", ColumnValue.fromLong(42));
      client.putRow(new PutRowRequest(put));
      client.shutdown();
    }
    try (LocalTablestore again =
        LocalTablestore.builder().port(port).dataDirectory(directory).start()) {
      SyncClient client = new SyncClient(again.endpoint(), "local", "local", "millrace");
      SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", SdkServer.key("a", 1));
      criteria.setMaxVersions(1);
      assertThat(
              client
                  .getRow(new GetRowRequest(criteria))
                  .getRow()
                  .getLatestColumn("x")
                  .getValue()
                  .asLong())
          .isEqualTo(42);
      client.shutdown();
    }
  }

  @Test
  void servesSeveralInstances() {
    try (LocalTablestore server =
        LocalTablestore.builder().instance("one").instance("two").start()) {
      assertThat(server.instanceNames()).containsExactly("one", "two");
    }
  }

  @Test
  void leavesNoThreadBehind() {
    Set<Thread> before = threads();
    LocalTablestore server = LocalTablestore.start();
    assertThat(threads()).hasSizeGreaterThan(before.size());
    server.close();
    Awaitility.await()
        .atMost(java.time.Duration.ofMinutes(1))
        .until(() -> before.containsAll(threads()));
  }

  /** The threads of servers, whoever started them. */
  private static Set<Thread> threads() {
    Map<Thread, StackTraceElement[]> all = Thread.getAllStackTraces();
    return all.keySet().stream()
        .filter(thread -> thread.getName().startsWith("millrace-"))
        .collect(Collectors.toSet());
  }
}
