package io.millrace.local.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.millrace.local.engine.Problem;
import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.WriteBatch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damages what is stored of two tunnels: it is told, and one of them survives the repair. */
final class TunnelCheckTest {

  @TempDir private Path directory;
  private Fixture fixture;
  private String damaged;
  private String whole;
  private String client;

  @BeforeEach
  void fill() {
    fixture = new Fixture(StoreKind.MEMORY, directory, 2);
    fixture.createTable(Fixture.TABLE);
    fixture.putAll("k", 50);
    damaged = fixture.createTunnel(TunnelType.BASE_AND_STREAM);
    whole = fixture.createTunnel(TunnelType.STREAM);
    client = fixture.service().connect(Fixture.INSTANCE, damaged, 60, "tag");
    fixture.service().heartbeat(Fixture.INSTANCE, damaged, client, List.of());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void nothingIsWrong() {
    assertThat(sentences()).isEmpty();
  }

  @Test
  void unreadableTunnelIsRemovedByName() {
    damage(batch -> batch.put(TunnelKeys.tunnel(damaged), new byte[] {1, 2, 3}));
    assertThat(sentences())
        .singleElement()
        .asString()
        .startsWith("Tunnel '" + damaged + "' is damaged: it cannot be read (");
    repair();
    assertThat(tunnels()).containsExactly(whole);
  }

  @Test
  void tunnelWithAnUnreadableChannelIsRemovedByName() {
    damage(batch -> batch.put(TunnelKeys.channel(damaged, "BaseData_0"), new byte[0]));
    assertThat(sentences())
        .singleElement()
        .asString()
        .startsWith(
            "Tunnel 'BaseAndStream' of table 'orders' of instance 'inst' ("
                + damaged
                + ") is damaged: its channel 'BaseData_0' cannot be read (");
    repair();
    assertThat(tunnels()).containsExactly(whole);
  }

  @Test
  void tunnelThatLacksAChannelIsRemoved() {
    damage(batch -> batch.delete(TunnelKeys.channel(damaged, "BaseData_0")));
    assertThat(sentences()).singleElement().asString().contains("is missing");
    repair();
    assertThat(tunnels()).containsExactly(whole);
  }

  @Test
  void partsOfNoTunnelAreRemoved() {
    damage(batch -> batch.delete(TunnelKeys.tunnel(damaged)));
    assertThat(sentences())
        .containsExactly(
            "Tunnel '" + damaged + "' is damaged: it has parts, but is not there itself.");
    repair();
    assertThat(tunnels()).containsExactly(whole);
  }

  @Test
  void unreadableClientOnlyHasToConnectAgain() {
    damage(batch -> batch.put(TunnelKeys.client(damaged, client), new byte[] {9}));
    repair();
    repair();
    assertThat(tunnels()).containsExactlyInAnyOrder(damaged, whole);
    String next = fixture.service().connect(Fixture.INSTANCE, damaged, 60, "next");
    assertThat(fixture.service().heartbeat(Fixture.INSTANCE, damaged, next, List.of())).hasSize(2);
  }

  @Test
  void whateverIsDamagedTheServiceOpensAfterARepair() {
    long seed = new Random().nextInt(1_000_000);
    Random random = new Random(seed);
    for (int i = 0; i < 3_000; i++) {
      close();
      fill();
      List<byte[][]> entries = entries();
      byte[][] entry = entries.get(random.nextInt(entries.size()));
      byte[] value = entry[1].clone();
      value[random.nextInt(value.length)] ^= (byte) (1 << random.nextInt(8));
      damage(batch -> batch.put(entry[0], value));
      for (int pass = 0; pass < 3; pass++) {
        repair();
      }
      String run = "seed " + seed + " round " + i;
      assertThat(sentences()).as(run).isEmpty();
      fixture.restart();
      assertThatCode(() -> fixture.service().list(Fixture.INSTANCE, null))
          .as(run)
          .doesNotThrowAnyException();
    }
  }

  private List<String> tunnels() {
    fixture.restart();
    assertThat(sentences()).isEmpty();
    return fixture.service().list(Fixture.INSTANCE, null).stream().map(TunnelInfo::id).toList();
  }

  private List<byte[][]> entries() {
    List<byte[][]> entries = new ArrayList<>();
    try (Snapshot snapshot = store().snapshot();
        Cursor cursor = snapshot.ascending(TunnelKeys.first(), TunnelKeys.end())) {
      while (cursor.next()) {
        entries.add(new byte[][] {cursor.key(), cursor.value()});
      }
    }
    return entries;
  }

  private KeyValueStore store() {
    return fixture.engine().store();
  }

  private void damage(Consumer<WriteBatch> damage) {
    WriteBatch batch = new WriteBatch();
    damage.accept(batch);
    store().write(batch, Durability.BUFFERED);
  }

  private List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    try (Snapshot snapshot = store().snapshot()) {
      new TunnelCheck().run(snapshot, problems::add);
    }
    return problems;
  }

  private List<String> sentences() {
    return problems().stream().map(Problem::what).toList();
  }

  private void repair() {
    problems().forEach(problem -> damage(problem.fix()));
  }
}
