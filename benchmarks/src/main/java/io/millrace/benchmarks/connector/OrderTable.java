package io.millrace.benchmarks.connector;

import com.google.protobuf.ByteString;
import io.millrace.benchmarks.server.Connection;
import io.millrace.benchmarks.server.Load;
import io.millrace.benchmarks.server.SignedCall;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.BatchWriteRowRequest;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.Condition;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.OperationType;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.PrimaryKeyType;
import io.millrace.protocol.wire.ReservedThroughput;
import io.millrace.protocol.wire.RowExistenceExpectation;
import io.millrace.protocol.wire.RowInBatchWriteRowRequest;
import io.millrace.protocol.wire.StreamSpecification;
import io.millrace.protocol.wire.TableInBatchWriteRowRequest;
import io.millrace.protocol.wire.TableMeta;
import io.millrace.protocol.wire.TableOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A table of order lines as the example's OrderSource, with more columns where asked for. */
final class OrderTable {

  /** The first order's time; they are spread evenly over a week, as 20,160 windows of 30 s. */
  private static final long FIRST_MILLIS = 1_700_006_400_000L;

  private static final long WEEK_MILLIS = 7L * 24 * 3_600 * 1_000;
  private static final int BATCH = 200;
  private static final int LOADERS = 4;
  private static final Condition ANY =
      Condition.newBuilder().setRowExistence(RowExistenceExpectation.IGNORE).build();
  private static final ThreadLocal<RowCodec> CODEC = ThreadLocal.withInitial(RowCodec::new);

  private final int port;
  private final String name;

  OrderTable(int port, String name) {
    this.port = port;
    this.name = name;
  }

  /** Makes a table of a server, with a stream. */
  static void create(int port, String name, String... keys) throws IOException {
    TableMeta.Builder meta = TableMeta.newBuilder().setTableName(name);
    for (String key : keys) {
      meta.addPrimaryKey(PrimaryKeySchema.newBuilder().setName(key).setType(PrimaryKeyType.STRING));
    }
    CreateTableRequest request =
        CreateTableRequest.newBuilder()
            .setTableMeta(meta)
            .setReservedThroughput(
                ReservedThroughput.newBuilder()
                    .setCapacityUnit(CapacityUnit.newBuilder().setRead(0).setWrite(0)))
            .setTableOptions(
                TableOptions.newBuilder()
                    .setTimeToLive(-1)
                    .setMaxVersions(1)
                    .setDeviationCellVersionInSec(86_400))
            .setStreamSpec(
                StreamSpecification.newBuilder().setEnableStream(true).setExpirationTime(168))
            .build();
    try (Connection connection = new Connection(port)) {
      SignedCall.post(connection, "CreateTable", request.toByteArray());
    }
  }

  void create() throws IOException {
    create(port, name, "UserId", "OrderId");
  }

  /** Which users the orders are of; one user's are all in one channel. */
  enum Users {
    MANY,
    ONE
  }

  /** Writes orders, numbered from 0. */
  void load(long orders, int columns, Users users) throws IOException, InterruptedException {
    AtomicLong next = new AtomicLong();
    Load.all(
        LOADERS,
        loader -> {
          try (Connection connection = new Connection(port)) {
            for (long first = next.getAndAdd(BATCH);
                first < orders;
                first = next.getAndAdd(BATCH)) {
              List<Row> rows = new ArrayList<>(BATCH);
              for (long number = first; number < Math.min(first + BATCH, orders); number++) {
                long time = FIRST_MILLIS + (long) ((double) number / orders * WEEK_MILLIS);
                rows.add(order(users == Users.ONE ? 0 : number, number, time, columns));
              }
              write(connection, rows);
            }
            return null;
          }
        });
  }

  /** Writes rows in one request. */
  void write(Connection connection, List<Row> rows) throws IOException {
    TableInBatchWriteRowRequest.Builder table =
        TableInBatchWriteRowRequest.newBuilder().setTableName(name);
    for (Row row : rows) {
      ByteString encoded = CODEC.get().encodeRow(row);
      table.addRows(
          RowInBatchWriteRowRequest.newBuilder()
              .setType(OperationType.PUT)
              .setRowChange(encoded)
              .setCondition(ANY));
    }
    byte[] body = BatchWriteRowRequest.newBuilder().addTables(table).build().toByteArray();
    SignedCall.post(connection, "BatchWriteRow", body);
  }

  /** An order; from the fifth column on they are strings, integers and doubles in turn. */
  static Row order(long user, long number, long time, int columns) {
    List<Cell> cells = new ArrayList<>(columns - 2);
    cells.add(Cell.put("price", Value.of((number * 7919 % 100_000) / 100.0)));
    cells.add(Cell.put("timestamp", Value.of(time)));
    for (int i = 4; i < columns; i++) {
      Value value =
          switch (i % 3) {
            case 0 -> Value.of(number * i);
            case 1 -> Value.of("value " + (number * i) % 100_000);
            default -> Value.of(number / (double) i);
          };
      cells.add(Cell.put("column_" + i, value));
    }
    PrimaryKey key =
        PrimaryKey.of(
            new PrimaryKeyColumn("UserId", Value.of("user%06d".formatted(user % 100_000))),
            new PrimaryKeyColumn("OrderId", Value.of("order%010d".formatted(number))));
    return Row.of(key, cells);
  }
}
