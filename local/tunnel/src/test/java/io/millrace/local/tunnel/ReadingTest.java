package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static io.millrace.local.tunnel.Fixture.TABLE;
import static io.millrace.local.tunnel.Fixture.records;
import static io.millrace.local.tunnel.TunnelLifeTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.token.TunnelToken;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What is delivered, where it begins and ends, and what is said about it. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class ReadingTest extends TunnelTestBase {

  @Test
  void deliversChangesAsTheyWereMade() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.put("a", 1);
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture
        .engine()
        .instance(INSTANCE)
        .write(RowWrite.update(TABLE, Row.of(Fixture.key("a"), Cell.put("v", Value.of(2)))));
    fixture
        .engine()
        .instance(INSTANCE)
        .write(RowWrite.delete(TABLE, Row.deletion(Fixture.key("a"))));

    List<Fixture.Record> records = drainAll(tunnel);

    assertThat(records)
        .extracting(Fixture.Record::action)
        .containsExactly("PUT_ROW", "UPDATE_ROW", "DELETE_ROW");
    assertThat(records).extracting(Fixture.Record::value).containsExactly(1L, 2L, null);
    assertThat(records).extracting(Fixture.Record::micros).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void latestLeavesOutWhatWasBefore() {
    streamOn();
    fixture.put("before", 1);
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.put("after", 2);

    assertThat(drainAll(tunnel)).extracting(Fixture.Record::key).containsExactly("after");
  }

  @Test
  void earliestHasWhatIsKept() {
    streamOn();
    fixture.put("before", 1);
    String tunnel = fixture.createTunnel(TunnelType.STREAM, StreamConfig.EARLIEST);
    fixture.put("after", 2);

    assertThat(drainAll(tunnel))
        .extracting(Fixture.Record::key)
        .containsExactlyInAnyOrder("before", "after");
  }

  @Test
  void startAndEndCutByTime() {
    streamOn();
    fixture.clock.advance(Duration.ofHours(1));
    fixture.put("early", 1);
    fixture.clock.advance(Duration.ofSeconds(1));
    long start = fixture.clock.micros() * 1_000;
    fixture.put("first", 2);
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.put("second", 3);
    fixture.clock.advance(Duration.ofSeconds(1));
    long end = fixture.clock.micros() * 1_000;
    fixture.put("late", 4);

    String tunnel = fixture.createTunnel(TunnelType.STREAM, new StreamConfig(false, start, end));

    assertThat(drainAll(tunnel))
        .extracting(Fixture.Record::key)
        .containsExactlyInAnyOrder("first", "second");
    assertThat(fixture.describe(tunnel).channels())
        .allSatisfy(c -> assertThat(c.status()).isEqualTo(ChannelStatus.TERMINATED));
  }

  @Test
  void endInTheFutureEndsTheChannelsWhenItIsThere() {
    long end = (fixture.clock.micros() + 1_000_000) * 1_000;
    String tunnel = fixture.createTunnel(TunnelType.STREAM, new StreamConfig(false, 0, end));
    String channel = fixture.channelIds(tunnel).get(0);
    String token = fixture.start(tunnel, channel);

    assertThat(fixture.read(tunnel, channel, token).nextToken()).isEqualTo(token);
    fixture.clock.advance(Duration.ofSeconds(1));

    assertThat(fixture.read(tunnel, channel, token).nextToken()).isEqualTo("finished");
  }

  @Test
  void endWithinOnePageCutsItExactly() {
    streamOn();
    long from = fixture.clock.micros();
    fixture.putAll("k", 1_000);
    // Records of one moment are stamped one microsecond apart.
    for (int fitting : new int[] {1, 2, 3, 99, 150}) {
      StreamConfig config = new StreamConfig(true, 0, (from + 1 + fitting) * 1_000);
      String name = "end" + fitting;
      String tunnel =
          service().create(INSTANCE, new NewTunnel(TABLE, name, TunnelType.STREAM, config));
      assertThat(drainAll(tunnel))
          .allSatisfy(r -> assertThat(r.micros()).isLessThan(from + 1 + fitting));
      assertThat(fixture.describe(tunnel).channels())
          .allSatisfy(c -> assertThat(c.status()).isEqualTo(ChannelStatus.TERMINATED));
    }
  }

  @Test
  void tokensOfStreamChannelsHaveAnIterator() {
    String tunnel = fixture.createTunnel(TunnelType.BASE_AND_STREAM);

    for (ChannelInfo channel : fixture.describe(tunnel).channels()) {
      TunnelToken token = TunnelToken.decode(fixture.start(tunnel, channel.id())).orElseThrow();
      assertThat(token.isStream()).isEqualTo(channel.type() == ChannelType.STREAM);
    }
  }

  @Test
  void everyTokenGivesTheSameAgain() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    String channel = fixture.channelIds(tunnel).get(0);
    fixture.putAll("a", 20_000);
    Map<String, List<Fixture.Record>> first = new HashMap<>();
    Map<String, String> next = new HashMap<>();
    String token = fixture.start(tunnel, channel);
    while (true) {
      RecordPage page = fixture.read(tunnel, channel, token);
      if (page.records() == 0) {
        break;
      }
      first.put(token, records(page));
      next.put(token, page.nextToken());
      token = page.nextToken();
    }
    assertThat(first).hasSizeGreaterThan(2);

    fixture.putAll("a", 5_000);
    fixture.checkpoint(tunnel, channel, token);
    fixture.restart();

    first.forEach(
        (at, records) -> {
          List<Fixture.Record> again = records(fixture.read(tunnel, channel, at));
          assertThat(again.subList(0, records.size())).isEqualTo(records);
          if (again.size() == records.size()) {
            assertThat(fixture.read(tunnel, channel, at).nextToken()).isEqualTo(next.get(at));
          }
        });
  }

  @Test
  void pagesAreBoundedByRowsAndByBytes() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    fixture.putAll("small", 12_000);
    byte[] blob = new byte[300_000];
    for (int i = 0; i < 40; i++) {
      fixture
          .engine()
          .instance(INSTANCE)
          .write(
              RowWrite.put(
                  TABLE, Row.of(Fixture.key("big" + i), Cell.put("b", Value.ofBinary(blob)))));
    }
    int largest = 0;
    int count = 0;
    for (String channel : fixture.channelIds(tunnel)) {
      String token = fixture.start(tunnel, channel);
      RecordPage page;
      do {
        page = fixture.read(tunnel, channel, token);
        assertThat(page.records()).isLessThanOrEqualTo(2_000);
        assertThat(page.bytes()).isLessThanOrEqualTo(1 << 20);
        assertThat(Fixture.messages(page)).hasSize(page.records());
        assertThat(page.chunks().stream().mapToInt(chunk -> chunk.length()).sum())
            .isEqualTo(page.bytes());
        largest = Math.max(largest, page.records());
        count += page.records();
        token = page.nextToken();
      } while (page.mayMore());
    }
    assertThat(count).isEqualTo(12_040);
    assertThat(largest).isEqualTo(2_000);
  }

  @Test
  void recordLargerThanAPageTravelsAlone() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    byte[] blob = new byte[(1 << 20) + 1];
    fixture
        .engine()
        .instance(INSTANCE)
        .write(RowWrite.put(TABLE, Row.of(Fixture.key("x"), Cell.put("b", Value.ofBinary(blob)))));

    int records = 0;
    for (String channel : fixture.channelIds(tunnel)) {
      records += fixture.read(tunnel, channel, fixture.start(tunnel, channel)).records();
    }
    assertThat(records).isEqualTo(1);
  }

  @Test
  void saysThatMoreMayComeAfterEachPageWithRecords() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    String channel = channelOf(tunnel, "k");
    String start = fixture.start(tunnel, channel);

    RecordPage page = fixture.read(tunnel, channel, start);
    assertThat(page.mayMore()).isTrue();
    RecordPage empty = fixture.read(tunnel, channel, page.nextToken());
    assertThat(empty.records()).isZero();
    assertThat(empty.mayMore()).isFalse();
    assertThat(empty.nextToken()).isEqualTo(page.nextToken());
  }

  @Test
  void rowsComeOnceInPagesAndEnd() {
    fixture.putAll("row", 9_000);
    String tunnel = fixture.createTunnel(TunnelType.BASE_DATA);
    List<Fixture.Record> all = new ArrayList<>();
    int pages = 0;

    assertThat(fixture.channelIds(tunnel))
        .containsExactly("BaseData_0", "BaseData_1", "BaseData_2", "BaseData_3");
    for (String channel : fixture.channelIds(tunnel)) {
      String token = fixture.start(tunnel, channel);
      while (!token.equals("finished")) {
        RecordPage page = fixture.read(tunnel, channel, token);
        assertThat(page.records()).isLessThanOrEqualTo(2_000);
        assertThat(records(fixture.read(tunnel, channel, token))).isEqualTo(records(page));
        all.addAll(records(page));
        token = page.nextToken();
        assertThat(page.mayMore()).isEqualTo(!token.equals("finished"));
        fixture.checkpoint(tunnel, channel, token);
        pages++;
      }
    }

    assertThat(pages).isGreaterThan(4);
    assertThat(all).hasSize(9_000);
    Set<String> keys = new HashSet<>();
    all.forEach(record -> keys.add(record.key()));
    assertThat(keys).hasSize(9_000);
    assertThat(all).allSatisfy(record -> assertThat(record.action()).isEqualTo("PUT_ROW"));
    assertThat(all).allSatisfy(record -> assertThat(record.micros()).isZero());
    assertThat(fixture.describe(tunnel).channels())
        .allSatisfy(c -> assertThat(c.status()).isEqualTo(ChannelStatus.TERMINATED))
        .allSatisfy(c -> assertThat(c.consumedNanos()).isZero());
    assertThat(fixture.describe(tunnel).channels().stream().mapToLong(ChannelInfo::count).sum())
        .isEqualTo(9_000);
    assertThat(fixture.describe(tunnel).tunnel().stage()).isEqualTo(TunnelStage.PROCESS_STREAM);
  }

  @Test
  void emptyTableEndsAtOnce() {
    String tunnel = fixture.createTunnel(TunnelType.BASE_DATA);

    for (String channel : fixture.channelIds(tunnel)) {
      RecordPage page = fixture.read(tunnel, channel, fixture.start(tunnel, channel));
      assertThat(page.nextToken()).isEqualTo("finished");
      assertThat(page.records()).isZero();
    }
  }

  @Test
  void streamOfATunnelWithRowsIsReadAfterThem() {
    fixture.putAll("row", 10);
    String tunnel = fixture.createTunnel(TunnelType.BASE_AND_STREAM);
    fixture.put("row3", 99);
    List<String> channels = fixture.channelIds(tunnel);
    String stream = channels.get(4);
    String start = fixture.start(tunnel, stream);

    assertThatThrownBy(() -> fixture.read(tunnel, stream, start))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, stream));
    assertThatThrownBy(() -> fixture.checkpoint(tunnel, stream, start))
        .satisfies(error(ErrorCode.PARAMETER_INVALID, 400, stream));
    channels.subList(0, 4).forEach(channel -> fixture.drain(tunnel, channel));
    List<Fixture.Record> changes = new ArrayList<>();
    channels.subList(4, 8).forEach(channel -> changes.addAll(fixture.drain(tunnel, channel)));

    assertThat(changes).extracting(Fixture.Record::value).containsExactly(99L);
  }

  @Test
  void clientThatNeverConnectsMayGoOnWhenTheEndWasHandedOut() {
    String tunnel = fixture.createTunnel(TunnelType.BASE_AND_STREAM);
    List<String> channels = fixture.channelIds(tunnel);
    channels
        .subList(0, 4)
        .forEach(channel -> fixture.read(tunnel, channel, fixture.start(tunnel, channel)));

    String stream = channels.get(4);
    assertThat(fixture.channel(tunnel, stream).status()).isEqualTo(ChannelStatus.WAIT);
    assertThat(fixture.read(tunnel, stream, fixture.start(tunnel, stream)).records()).isZero();
  }

  @Test
  void countsEachRecordOnce() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    String channel = channelOf(tunnel, "k");
    fixture.put("k", 2);
    String start = fixture.start(tunnel, channel);

    fixture.read(tunnel, channel, start);
    RecordPage page = fixture.read(tunnel, channel, start);
    assertThat(fixture.channel(tunnel, channel).count()).isEqualTo(2);
    fixture.checkpoint(tunnel, channel, page.nextToken());
    fixture.put("k", 3);
    fixture.read(tunnel, channel, page.nextToken());
    fixture.read(tunnel, channel, start);

    assertThat(fixture.channel(tunnel, channel).count()).isEqualTo(3);
    fixture.restart();
    assertThat(fixture.channel(tunnel, channel).count()).isEqualTo(3);
  }

  @Test
  void pointIsTheLastChangeDeliveredOrTheLastLook() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    String channel = channelOf(tunnel, "k");
    long written = fixture.clock.micros();
    assertThat(fixture.channel(tunnel, channel).consumedNanos()).isZero();
    fixture.clock.advance(Duration.ofMinutes(5));

    String next = fixture.read(tunnel, channel, fixture.start(tunnel, channel)).nextToken();
    assertThat(fixture.channel(tunnel, channel).consumedNanos() / 1_000)
        .isBetween(written, written + 1_000);
    assertThat(fixture.describe(tunnel).consumedNanos()).isZero();
    fixture.read(tunnel, channel, next);
    assertThat(fixture.channel(tunnel, channel).consumedNanos())
        .isEqualTo(fixture.clock.micros() * 1_000);

    fixture.channelIds(tunnel).forEach(each -> fixture.drain(tunnel, each));
    assertThat(fixture.describe(tunnel).consumedNanos()).isEqualTo(fixture.clock.micros() * 1_000);
  }

  @Test
  void checkpointOfAnotherReaderMovesThePoint() {
    String tunnel = fixture.createTunnel(TunnelType.STREAM);
    String channel = channelOf(tunnel, "k");
    long position = fixture.clock.micros() + 3_600_000_000L;

    fixture.checkpoint(tunnel, channel, new StreamToken(channel, position, 41).text());

    assertThat(fixture.channel(tunnel, channel).count()).isEqualTo(41);
    assertThat(fixture.channel(tunnel, channel).consumedNanos()).isEqualTo((position - 1) * 1_000);
  }

  /** Writes the key once and returns the channel it is delivered by. */
  private String channelOf(String tunnel, String key) {
    fixture.put(key, 1);
    String stream = fixture.describe(tunnel).tunnel().streamId();
    return fixture.engine().instance(INSTANCE).shards(stream).stream()
        .filter(shard -> shard.endPosition() > shard.startPosition())
        .map(Shard::id)
        .findFirst()
        .orElseThrow();
  }

  private List<Fixture.Record> drainAll(String tunnel) {
    List<Fixture.Record> records = new ArrayList<>();
    fixture.channelIds(tunnel).forEach(channel -> records.addAll(fixture.drain(tunnel, channel)));
    return records;
  }

  private void streamOn() {
    fixture.createTunnel(TunnelType.STREAM);
    service().delete(INSTANCE, TunnelRef.ofName(TABLE, "Stream"));
  }
}
