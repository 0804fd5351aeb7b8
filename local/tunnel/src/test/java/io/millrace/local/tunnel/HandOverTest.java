package io.millrace.local.tunnel;

import static io.millrace.local.tunnel.Fixture.INSTANCE;
import static io.millrace.local.tunnel.Fixture.TABLE;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowRead;
import io.millrace.protocol.model.IntegerValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows first, then every change since: whatever is written meanwhile, nothing falls between. */
@ParameterizedClass
@EnumSource(StoreKind.class)
class HandOverTest extends TunnelTestBase {

  private static final int ROWS = 10_000;
  private static final int WRITERS = 3;
  private static final int WRITES_BEFORE = 200;

  @Test
  void replayOfRowsAndChangesIsTheTable() throws Exception {
    fixture.putAll("row", ROWS);
    ExecutorService threads =
        Executors.newFixedThreadPool(WRITERS, task -> new Thread(task, "hand-over-writer"));
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch underWay = new CountDownLatch(WRITERS * WRITES_BEFORE);
    Map<String, Long> acknowledged = new ConcurrentHashMap<>();
    List<Future<?>> writers = new ArrayList<>();
    for (int w = 0; w < WRITERS; w++) {
      int writer = w;
      writers.add(
          threads.submit(
              () -> {
                Random random = new Random(writer);
                for (long i = 0; !stop.get(); i++) {
                  // Each writer has its own keys, so that the last write of a key is known.
                  int row = random.nextInt(ROWS / WRITERS) * WRITERS + writer;
                  String key = (i % 7 == 0 ? "new" : "row") + row;
                  fixture.put(key, -i);
                  acknowledged.put(key, -i);
                  underWay.countDown();
                }
              }));
    }
    assertThat(underWay.await(60, TimeUnit.SECONDS)).isTrue();

    String tunnel = fixture.createTunnel(TunnelType.BASE_AND_STREAM);
    Map<String, Long> replayed = new HashMap<>();
    List<String> channels = fixture.channelIds(tunnel);
    for (String channel : channels.subList(0, 4)) {
      replay(fixture.drain(tunnel, channel), replayed);
    }
    assertThat(replayed).hasSizeGreaterThanOrEqualTo(ROWS);
    long changes = 0;
    for (String channel : channels.subList(4, 8)) {
      RecordPage page = fixture.read(tunnel, channel, fixture.start(tunnel, channel));
      replay(Fixture.records(page), replayed);
      fixture.checkpoint(tunnel, channel, page.nextToken());
      changes += page.records();
    }
    stop.set(true);
    for (Future<?> writer : writers) {
      writer.get(60, TimeUnit.SECONDS);
    }
    threads.shutdown();
    for (String channel : channels.subList(4, 8)) {
      replay(fixture.drain(tunnel, channel), replayed);
    }

    assertThat(changes).as("changes made while the rows were read").isPositive();
    Map<String, Long> table = new HashMap<>();
    replayed.keySet().forEach(key -> table.put(key, value(key)));
    assertThat(replayed).isEqualTo(table);
    acknowledged.forEach((key, value) -> assertThat(replayed).containsEntry(key, value));
  }

  private static void replay(List<Fixture.Record> records, Map<String, Long> into) {
    records.forEach(record -> into.put(record.key(), record.value()));
  }

  private long value(String key) {
    RowRead read =
        fixture.engine().instance(INSTANCE).get(TABLE, Fixture.key(key), ReadSpec.latest());
    return ((IntegerValue) read.row().cell(0).value()).value();
  }
}
