package io.millrace.benchmarks.connector;

import com.google.protobuf.ByteString;
import io.millrace.benchmarks.server.Connection;
import io.millrace.benchmarks.server.SignedCall;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.PlainBufferReader;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.GetRowRequest;
import io.millrace.protocol.wire.GetRowResponse;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Orders at a steady rate, and how long it takes until the sink's windows have counted them. An
 * order is taken for counted when the counts of all windows together have reached its number.
 */
final class OrderDelay {

  private static final long WINDOW_MILLIS = 30_000;
  private static final int ORDERS_A_TICK = 10;
  private static final DateTimeFormatter TEXT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final int port;
  private final OrderTable orders;
  private final String windows;
  private final int perSecond;
  private final RowCodec codec = new RowCodec();
  private final PlainBufferReader reader = new PlainBufferReader(List.of("count"));

  OrderDelay(int port, OrderTable orders, String windows, int perSecond) {
    this.port = port;
    this.orders = orders;
    this.windows = windows;
    this.perSecond = perSecond;
  }

  /**
   * Writes orders for some seconds.
   *
   * @param skipped seconds at the beginning that do not count, for Spark to get warm
   * @return the delay of each order after those, in milliseconds, sorted
   */
  double[] run(int seconds, int skipped) throws Exception {
    int all = seconds * perSecond;
    AtomicLongArray written = new AtomicLongArray(all);
    double[] delays = new double[all];
    long firstWindow = System.currentTimeMillis() / WINDOW_MILLIS;
    long[] counts = new long[seconds / 30 + 10];
    ScheduledExecutorService producer = Executors.newSingleThreadScheduledExecutor();
    try (Connection watching = new Connection(port);
        Connection writing = new Connection(port)) {
      Producer produce = new Producer(writing, written, all);
      Future<?> producing =
          producer.scheduleAtFixedRate(
              produce,
              0,
              TimeUnit.SECONDS.toMicros(ORDERS_A_TICK) / perSecond,
              TimeUnit.MICROSECONDS);
      int counted = 0;
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds + 60);
      while (counted < all && System.nanoTime() < end) {
        if (producing.isDone()) {
          producing.get();
        }
        long window = System.currentTimeMillis() / WINDOW_MILLIS;
        for (long at = Math.max(firstWindow, window - 2); at <= window; at++) {
          counts[(int) (at - firstWindow)] = count(watching, at);
        }
        long now = System.nanoTime();
        long total = 0;
        for (long count : counts) {
          total += count;
        }
        for (; counted < total; counted++) {
          delays[counted] = (now - written.get(counted)) / 1e6;
        }
        TimeUnit.MILLISECONDS.sleep(2);
      }
      if (counted < all) {
        throw new IOException("only " + counted + " of " + all + " orders were counted");
      }
    } finally {
      producer.shutdownNow();
    }
    double[] kept = java.util.Arrays.copyOfRange(delays, skipped * perSecond, all);
    java.util.Arrays.sort(kept);
    return kept;
  }

  /** Writes ten orders at each tick, each in a request of its own, as single orders come. */
  private final class Producer implements Runnable {
    private final Connection connection;
    private final AtomicLongArray written;
    private final int all;
    private int next;

    Producer(Connection connection, AtomicLongArray written, int all) {
      this.connection = connection;
      this.written = written;
      this.all = all;
    }

    @Override
    public void run() {
      for (int i = 0; i < ORDERS_A_TICK && next < all; i++) {
        written.set(next, System.nanoTime());
        try {
          orders.write(
              connection, List.of(OrderTable.order(next, next, System.currentTimeMillis(), 4)));
        } catch (IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
        next++;
      }
    }
  }

  private long count(Connection connection, long window) throws IOException {
    long begin = window * WINDOW_MILLIS;
    PrimaryKey key =
        PrimaryKey.of(
            new PrimaryKeyColumn("begin", Value.of(TEXT.format(Instant.ofEpochMilli(begin)))),
            new PrimaryKeyColumn(
                "end", Value.of(TEXT.format(Instant.ofEpochMilli(begin + WINDOW_MILLIS)))));
    GetRowRequest request =
        GetRowRequest.newBuilder()
            .setTableName(windows)
            .setPrimaryKey(codec.encodeKey(key))
            .setMaxVersions(1)
            .build();
    ByteString row =
        GetRowResponse.parseFrom(SignedCall.post(connection, "GetRow", request.toByteArray()))
            .getRow();
    if (row.isEmpty()) {
      return 0;
    }
    reader.reset(row);
    reader.nextRow();
    while (reader.nextCell()) {
      if (reader.nameIndex() == 0) {
        return reader.longValue();
      }
    }
    return 0;
  }
}
