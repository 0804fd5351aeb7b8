package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableOptions;
import io.millrace.local.engine.DataCheck;
import io.millrace.local.tunnel.TunnelCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a server that is written to over HTTP, again and again. The number of cycles is the system
 * property {@code millrace.kill.cycles}, the seed {@code millrace.kill.seed}.
 */
class KilledServerIT {
  private static final int WRITERS = 4;
  private static final int ROWS = 20;

  @TempDir private Path directory;

  private final long seed =
      Long.getLong("millrace.kill.seed", new Random().nextLong(1_000_000_000));
  private final Random random = new Random(seed);

  /** The newest number of each row that was acknowledged, and that was sent, by writer and row. */
  private final long[][] acknowledged = new long[WRITERS][ROWS];

  private final long[][] sent = new long[WRITERS][ROWS];
  private final long[] next = new long[WRITERS];

  @Test
  void killLosesNothingThatWasAcknowledged() throws Exception {
    int cycles = Integer.getInteger("millrace.kill.cycles", 3);
    for (int cycle = 0; cycle < cycles; cycle++) {
      String when = "seed " + seed + " cycle " + cycle;
      try (Child server = new Child(directory)) {
        assertNothingIsLost(server, when);
        writeUntilKilled(server, 50 + random.nextInt(1_000));
      }
      assertThat(DataCheck.check(directory, Clock.systemUTC(), new TunnelCheck()).sentences())
          .as(when)
          .isEmpty();
    }
    try (Child server = new Child(directory)) {
      assertNothingIsLost(server, "seed " + seed + " at the end");
    }
  }

  private void writeUntilKilled(Child server, int acknowledgements) throws InterruptedException {
    Semaphore done = new Semaphore(0);
    List<Thread> writers = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      int number = writer;
      Thread thread = new Thread(() -> write(server, number, done), "writer-" + writer);
      thread.start();
      writers.add(thread);
    }
    assertThat(done.tryAcquire(acknowledgements, 120, TimeUnit.SECONDS)).isTrue();
    server.kill();
    for (Thread writer : writers) {
      writer.join(TimeUnit.SECONDS.toMillis(120));
      assertThat(writer.isAlive()).isFalse();
    }
  }

  /** Writes until the server is gone. */
  private void write(Child server, int writer, Semaphore done) {
    SyncClient client = server.client();
    try {
      while (true) {
        long number = ++next[writer];
        int row = (int) (number % ROWS);
        sent[writer][row] = number;
        RowPutChange put = new RowPutChange("t", key("writer" + writer, row));
        put.addColumn("number", ColumnValue.fromLong(number));
        client.putRow(new PutRowRequest(put));
        acknowledged[writer][row] = number;
        done.release();
      }
    } catch (ClientException | TableStoreException killed) {
      // What was sent last may be there or not.
    } finally {
      client.shutdown();
    }
  }

  private void assertNothingIsLost(Child server, String when) {
    SyncClient client = server.client();
    try {
      if (client.listTable().getTableNames().isEmpty()) {
        CreateTableRequest request =
            new CreateTableRequest(SdkServer.meta("t"), new TableOptions(-1, 1));
        request.setStreamSpecification(new StreamSpecification(true, 24));
        client.createTable(request);
      }
      for (int writer = 0; writer < WRITERS; writer++) {
        for (int row = 0; row < ROWS; row++) {
          assertThat(number(client, writer, row))
              .as("row %d of writer %d, %s", row, writer, when)
              .isBetween(acknowledged[writer][row], sent[writer][row]);
        }
      }
    } finally {
      client.shutdown();
    }
  }

  private static long number(SyncClient client, int writer, int row) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key("writer" + writer, row));
    criteria.setMaxVersions(1);
    Row found = client.getRow(new GetRowRequest(criteria)).getRow();
    return found == null ? 0 : found.getLatestColumn("number").getValue().asLong();
  }

  /** A server process. */
  private static final class Child implements AutoCloseable {
    private final Process process;
    private final String endpoint;

    Child(Path directory) throws IOException {
      process = KilledServer.start(directory);
      BufferedReader out = process.inputReader();
      String line = out.readLine();
      while (line != null && !line.startsWith("http://")) {
        line = out.readLine();
      }
      assertThat(line).as("what the server printed").isNotNull();
      endpoint = line;
    }

    SyncClient client() {
      return new SyncClient(endpoint, "local", "local", "millrace", NoRetry.configuration());
    }

    void kill() throws InterruptedException {
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() throws InterruptedException {
      kill();
    }
  }
}
