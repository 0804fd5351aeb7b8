package io.millrace.benchmarks.connector;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.DefaultTableStoreWriter;
import com.alicloud.openservices.tablestore.TableStoreCallback;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.writer.RowWriteResult;
import com.alicloud.openservices.tablestore.writer.WriterConfig;
import com.sun.management.OperatingSystemMXBean;
import io.millrace.benchmarks.server.ServerProcess;
import java.lang.management.ManagementFactory;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The same rows as the sink's through the SDK's TableStoreWriter with its own defaults, two threads
 * feeding it. Arguments: the server's endpoint and process id, the table, rows, rounds.
 */
public final class SdkWriter {

  private static final int FEEDERS = 2;
  private static final String TEXT = "x".repeat(86);
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private SdkWriter() {}

  /** Runs and prints. */
  public static void main(String[] args) throws Exception {
    long server = Long.parseLong(args[1]);
    long rows = Long.parseLong(args[3]);
    AsyncClient client =
        new AsyncClient(args[0], "local", "local", "millrace", new ClientConfiguration());
    ExecutorService callbacks = Executors.newFixedThreadPool(2);
    LongAdder written = new LongAdder();
    LongAdder failed = new LongAdder();
    TableStoreCallback<RowChange, RowWriteResult> count =
        new TableStoreCallback<>() {
          @Override
          public void onCompleted(RowChange row, RowWriteResult result) {
            written.increment();
          }

          @Override
          public void onFailed(RowChange row, Exception e) {
            failed.increment();
          }
        };
    DefaultTableStoreWriter writer =
        new DefaultTableStoreWriter(client, args[2], new WriterConfig(), null, callbacks);
    writer.setResultCallback(count);
    for (int round = 0; round < Integer.parseInt(args[4]); round++) {
      long first = 1_000_000_000L * (round + 101);
      long start = System.nanoTime();
      double cpu = PROCESS.getProcessCpuTime() / 1e9;
      double serverCpu = ServerProcess.cpuSeconds(server);
      ExecutorService feeders = Executors.newFixedThreadPool(FEEDERS);
      for (int feeder = 0; feeder < FEEDERS; feeder++) {
        long from = first + rows * feeder / FEEDERS;
        long to = first + rows * (feeder + 1) / FEEDERS;
        feeders.execute(
            () -> {
              for (long number = from; number < to; number++) {
                writer.addRowChange(row(args[2], number));
              }
            });
      }
      feeders.shutdown();
      feeders.awaitTermination(10, TimeUnit.MINUTES);
      writer.flush();
      double seconds = (System.nanoTime() - start) / 1e9;
      cpu = PROCESS.getProcessCpuTime() / 1e9 - cpu;
      System.out.printf(
          "  %-34s %,9.0f rows/s %,9.0f rows/CPU-s of the client (%.1f s, CPU: client %.1f s, server"
              + " %.1f s)%n",
          round == 0 ? "TableStoreWriter, cold" : "TableStoreWriter",
          rows / seconds,
          rows / cpu,
          seconds,
          cpu,
          ServerProcess.cpuSeconds(server) - serverCpu);
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (written.sum() + failed.sum() < rows && System.nanoTime() < patience) {
        TimeUnit.MILLISECONDS.sleep(10); // The last callbacks may come after the flush.
      }
      if (written.sumThenReset() != rows) {
        System.out.println("  but it lost rows: " + failed.sum() + " failed");
      }
    }
    writer.close();
    client.shutdown();
    callbacks.shutdown();
  }

  private static RowPutChange row(String table, long number) {
    RowPutChange row =
        new RowPutChange(
            table,
            PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn(
                    "user", PrimaryKeyValue.fromString(padded("user", number % 100_000, 6)))
                .addPrimaryKeyColumn(
                    "order", PrimaryKeyValue.fromString(padded("order", number, 10)))
                .build());
    row.addColumn("price", ColumnValue.fromDouble(number / 100.0));
    row.addColumn("text", ColumnValue.fromString(TEXT));
    row.addColumn("timestamp", ColumnValue.fromLong(number));
    return row;
  }

  private static String padded(String before, long number, int digits) {
    String text = Long.toString(number);
    return before + "0".repeat(Math.max(0, digits - text.length())) + text;
  }
}
