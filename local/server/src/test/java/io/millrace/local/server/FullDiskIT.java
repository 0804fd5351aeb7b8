package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.alicloud.openservices.tablestore.model.tunnel.internal.GetCheckpointRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsRequest;
import com.alicloud.openservices.tablestore.model.tunnel.internal.ReadRecordsResponse;
import io.millrace.local.engine.DataCheck;
import io.millrace.local.tunnel.TunnelCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server on a volume of 24 MB of its own, which is filled while it runs. */
class FullDiskIT {
  @TempDir private Path directory;
  private Path volume;
  private boolean mounted;

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      run("umount", volume.toString());
    }
  }

  @Test
  void writesAreRefusedReadsGoOnAndWritesComeBack() throws Exception {
    mount();
    int written;
    try (LocalTablestore server = start();
        Clients clients = new Clients(server)) {
      clients.createTable();
      Path filler = volume.resolve("filler");
      Files.write(filler, new byte[8 << 20]);
      written = clients.putUntilRefused();

      assertThat(clients.get(0)).isTrue();
      assertThat(clients.get(written - 1)).isTrue();
      // Each page moves the consume point, for which there is no room either.
      assertThat(clients.consume()).isEqualTo(written);
      assertThat(clients.fits(written, 1)).isFalse();

      Files.delete(filler);
      int next = written;
      Awaitility.await()
          .atMost(Duration.ofSeconds(120))
          .ignoreExceptionsInstanceOf(TableStoreException.class)
          .until(() -> clients.put(next));
      written++;
      assertThat(clients.consume()).isEqualTo(written);
    }
    assertThat(
            DataCheck.check(volume.resolve("data"), Clock.systemUTC(), new TunnelCheck())
                .sentences())
        .isEmpty();
    try (LocalTablestore server = start();
        Clients clients = new Clients(server)) {
      for (int i = 0; i < written; i++) {
        assertThat(clients.get(i)).as("row " + i).isTrue();
      }
      assertThat(clients.put(written)).isTrue();
    }
  }

  private void mount() throws IOException, InterruptedException {
    volume = Files.createDirectory(directory.resolve("volume"));
    int status;
    try {
      status = run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", volume.toString());
    } catch (IOException noSuchCommand) {
      status = -1;
    }
    assumeTrue(status == 0, "No volume can be mounted here: a full disk was not tried.");
    mounted = true;
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private LocalTablestore start() {
    return LocalTablestore.builder().dataDirectory(volume.resolve("data")).partitions(1).start();
  }

  /** Clients that repeat nothing by themselves. */
  private static final class Clients implements AutoCloseable {
    private final SyncClient rows;
    private final TunnelClient tunnels;
    private String tunnel;

    Clients(LocalTablestore server) {
      ClientConfiguration configuration = NoRetry.configuration();
      rows = new SyncClient(server.endpoint(), "local", "local", "millrace", configuration);
      tunnels = new TunnelClient(server.endpoint(), "local", "local", "millrace", configuration);
    }

    void createTable() {
      CreateTableRequest request =
          new CreateTableRequest(SdkServer.meta("t"), new TableOptions(-1, 1));
      request.setStreamSpecification(new StreamSpecification(true, 24));
      rows.createTable(request);
      tunnel =
          tunnels
              .createTunnel(new CreateTunnelRequest("t", "tun", TunnelType.Stream))
              .getTunnelId();
    }

    boolean put(int number) {
      return put(number, 1);
    }

    private boolean put(int number, int bytes) {
      RowPutChange put = new RowPutChange("t", key("k", number));
      put.addColumn("x", ColumnValue.fromBinary(new byte[bytes]));
      rows.putRow(new PutRowRequest(put));
      return true;
    }

    /** Puts large rows, then ever smaller ones, and returns how many there was room for. */
    int putUntilRefused() {
      int written = 0;
      for (int bytes = 100_000; bytes > 0; bytes /= 10) {
        while (fits(written, bytes)) {
          written++;
          assertThat(written).as("rows on a disk that is full").isLessThan(10_000);
        }
      }
      return written;
    }

    private boolean fits(int number, int bytes) {
      try {
        return put(number, bytes);
      } catch (TableStoreException full) {
        assertThat(full.getErrorCode()).isEqualTo("OTSServerBusy");
        assertThat(full.getHttpStatus()).isEqualTo(503);
        return false;
      }
    }

    boolean get(int number) {
      SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key("k", number));
      criteria.setMaxVersions(1);
      return rows.getRow(new GetRowRequest(criteria)).getRow() != null;
    }

    /** Reads all there is, from the start, and returns how many changes that are. */
    int consume() {
      String channel =
          tunnels
              .describeTunnel(new DescribeTunnelRequest("t", "tun"))
              .getChannelInfos()
              .get(0)
              .getChannelId();
      String token =
          tunnels
              .getCheckpoint(new GetCheckpointRequest(tunnel, "reader", channel))
              .getCheckpoint();
      int records = 0;
      while (true) {
        ReadRecordsResponse page =
            tunnels.readRecords(new ReadRecordsRequest(tunnel, "reader", channel, token));
        if (page.getRecords().isEmpty()) {
          return records;
        }
        records += page.getRecords().size();
        token = page.getNextToken();
      }
    }

    @Override
    public void close() {
      rows.shutdown();
      tunnels.shutdown();
    }
  }
}
