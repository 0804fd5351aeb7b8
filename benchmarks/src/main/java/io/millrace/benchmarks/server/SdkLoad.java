package io.millrace.benchmarks.server;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/** The same writes through the official Java client, which takes most of the CPU time itself. */
final class SdkLoad {

  private static final int CLIENTS = 8;
  private static final String TEXT = "x".repeat(86);

  private final ServerProcess server;
  private final double seconds;
  private final BiConsumer<String, Object> report;
  private final AtomicLong next = new AtomicLong(1_000_000_000);

  SdkLoad(ServerProcess server, double seconds, BiConsumer<String, Object> report) {
    this.server = server;
    this.seconds = seconds;
    this.report = report;
  }

  void run() throws IOException, InterruptedException {
    SyncClient client =
        new SyncClient("http://127.0.0.1:" + server.port(), "local", "local", "millrace");
    try {
      for (int round = 0; round < 2; round++) {
        Load.Rate puts =
            Load.run(
                server,
                CLIENTS,
                seconds,
                (connection, number) -> {
                  client.putRow(new PutRowRequest(row(next.getAndIncrement())));
                  return 1;
                });
        Load.Rate batches = Load.run(server, 4, seconds, (connection, number) -> batch(client));
        if (round == 1) {
          report.accept("put, official Java client, 8 threads", puts);
          report.accept("batch-written rows, official Java client, 4", batches);
        }
      }
    } finally {
      client.shutdown();
    }
  }

  private long batch(SyncClient client) {
    BatchWriteRowRequest request = new BatchWriteRowRequest();
    for (int i = 0; i < 200; i++) {
      request.addRowChange(row(next.getAndIncrement()));
    }
    if (!client.batchWriteRow(request).isAllSucceed()) {
      throw new IllegalStateException("rows were refused");
    }
    return 200;
  }

  private static RowPutChange row(long number) {
    RowPutChange row =
        new RowPutChange(
            "bench",
            PrimaryKeyBuilder.createPrimaryKeyBuilder()
                .addPrimaryKeyColumn(
                    "user", PrimaryKeyValue.fromString("user%06d".formatted(number % 100_000)))
                .addPrimaryKeyColumn(
                    "order", PrimaryKeyValue.fromString("order%010d".formatted(number)))
                .build());
    row.addColumn("price", ColumnValue.fromDouble(number / 100.0));
    row.addColumn("text", ColumnValue.fromString(TEXT));
    row.addColumn("timestamp", ColumnValue.fromLong(number));
    return row;
  }
}
