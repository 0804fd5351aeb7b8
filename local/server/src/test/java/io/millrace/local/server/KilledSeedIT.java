package io.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import io.millrace.local.engine.DataCheck;
import io.millrace.local.tunnel.TunnelCheck;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills a server that makes a seed. */
class KilledSeedIT {
  private static final int ROWS = 10_000;
  private static final int ATTEMPTS = 10;
  private static final List<String> NONE = List.of();
  private static final List<String> WHOLE = List.of("by_n", "first", "second");

  @TempDir private Path parent;

  @Test
  void aSeedThatWasCutShortIsNotTakenForWhole() throws Exception {
    Path seed = seed();
    int halves = 0;
    for (int attempt = 0; attempt < ATTEMPTS && halves < 2; attempt++) {
      Path directory = parent.resolve("data" + attempt);
      kill(directory, seed, 1_000_000L * (1 + attempt));
      List<String> found =
          DataCheck.check(directory, Clock.systemUTC(), new TunnelCheck()).sentences();
      boolean half = !found.isEmpty();
      if (half) {
        halves++;
        assertThat(found).containsExactlyInAnyOrder(begun("first"), begun("second"));
      }
      try (LocalTablestore server = LocalTablestore.builder().dataDirectory(directory).start()) {
        assertThat(tables(server))
            .as("without the seed")
            .isIn(half ? List.of(NONE) : List.of(NONE, WHOLE));
      }
      try (LocalTablestore server =
          LocalTablestore.builder().dataDirectory(directory).seed(seed).start()) {
        assertThat(tables(server)).isEqualTo(WHOLE);
        assertThat(rows(server, "first")).isEqualTo(ROWS);
        assertThat(rows(server, "second")).isEqualTo(ROWS);
        assertThat(tunnels(server)).isEqualTo(1);
      }
      assertThat(DataCheck.check(directory, Clock.systemUTC(), new TunnelCheck()).sentences())
          .isEmpty();
    }
    assertThat(halves).as("seeds that were cut short, of %d", ATTEMPTS).isPositive();
  }

  private static String begun(String table) {
    return "Table '%s' of instance 'millrace' was begun by a seed that did not end: the next start of the server, or a repair, removes it."
        .formatted(table);
  }

  private Path seed() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String table : List.of("first", "second")) {
      String index =
          table.equals("first") ? ", \"indexes\": [{\"name\": \"by_n\", \"key\": [\"n\"]}]" : "";
      text.append(
          "{\"table\": \"%s\", \"key\": [\"k:integer\"], \"columns\": [\"n:integer\"], \"stream\": 24%s}\n"
              .formatted(table, index));
      text.append("{\"tunnel\": \"changes\", \"table\": \"%s\"}\n".formatted(table));
      for (int i = 0; i < ROWS; i++) {
        text.append(
            "{\"row\": \"%s\", \"pk\": [%d], \"attr\": {\"n\": %d, \"text\": \"%s\"}}\n"
                .formatted(table, i, i % 7, "x".repeat(100)));
      }
    }
    return Files.writeString(parent.resolve("seed.json"), text);
  }

  /**
   * Starts a server with a seed and kills it as soon as its directory is so large, or it serves.
   */
  private static void kill(Path directory, Path seed, long bytes) throws Exception {
    Process process = KilledServer.start(directory, seed);
    try {
      BufferedReader out = process.inputReader();
      Awaitility.await()
          .pollInterval(Duration.ofMillis(1))
          .atMost(Duration.ofSeconds(120))
          .until(() -> size(directory) >= bytes || serves(out));
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean serves(BufferedReader out) throws IOException {
    while (out.ready()) {
      if (out.readLine().startsWith("http://")) {
        return true;
      }
    }
    return false;
  }

  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(KilledSeedIT::sizeOf).sum();
    } catch (NoSuchFileException notYet) {
      return 0;
    } catch (UncheckedIOException changing) {
      return 0;
    }
  }

  private static long sizeOf(Path file) {
    try {
      return Files.size(file);
    } catch (IOException gone) {
      return 0;
    }
  }

  private static List<String> tables(LocalTablestore server) {
    SyncClient client = client(server);
    try {
      return client.listTable().getTableNames();
    } finally {
      client.shutdown();
    }
  }

  private static int tunnels(LocalTablestore server) {
    TunnelClient client = new TunnelClient(server.endpoint(), "local", "local", "millrace");
    try {
      return client.listTunnel(new ListTunnelRequest("first")).getTunnelInfos().size();
    } finally {
      client.shutdown();
    }
  }

  private static int rows(LocalTablestore server, String table) {
    SyncClient client = client(server);
    try {
      int rows = 0;
      PrimaryKey next = key(PrimaryKeyValue.INF_MIN);
      while (next != null) {
        RangeRowQueryCriteria criteria = new RangeRowQueryCriteria(table);
        criteria.setMaxVersions(1);
        criteria.setInclusiveStartPrimaryKey(next);
        criteria.setExclusiveEndPrimaryKey(key(PrimaryKeyValue.INF_MAX));
        GetRangeResponse page = client.getRange(new GetRangeRequest(criteria));
        rows += page.getRows().size();
        next = page.getNextStartPrimaryKey();
      }
      return rows;
    } finally {
      client.shutdown();
    }
  }

  private static PrimaryKey key(PrimaryKeyValue value) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder().addPrimaryKeyColumn("k", value).build();
  }

  private static SyncClient client(LocalTablestore server) {
    return new SyncClient(server.endpoint(), "local", "local", "millrace", NoRetry.configuration());
  }
}
