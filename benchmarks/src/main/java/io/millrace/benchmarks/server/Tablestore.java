package io.millrace.benchmarks.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.BatchWriteRowRequest;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.ChannelInfo;
import io.millrace.protocol.wire.Condition;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.CreateTunnelRequest;
import io.millrace.protocol.wire.CreateTunnelResponse;
import io.millrace.protocol.wire.DescribeTunnelRequest;
import io.millrace.protocol.wire.DescribeTunnelResponse;
import io.millrace.protocol.wire.GetCheckpointRequest;
import io.millrace.protocol.wire.GetCheckpointResponse;
import io.millrace.protocol.wire.GetRowRequest;
import io.millrace.protocol.wire.OperationType;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.PrimaryKeyType;
import io.millrace.protocol.wire.PutRowRequest;
import io.millrace.protocol.wire.ReadRecordsRequest;
import io.millrace.protocol.wire.ReservedThroughput;
import io.millrace.protocol.wire.RowExistenceExpectation;
import io.millrace.protocol.wire.RowInBatchWriteRowRequest;
import io.millrace.protocol.wire.TableInBatchWriteRowRequest;
import io.millrace.protocol.wire.TableMeta;
import io.millrace.protocol.wire.TableOptions;
import io.millrace.protocol.wire.Tunnel;
import io.millrace.protocol.wire.TunnelType;
import java.io.IOException;
import java.util.List;

/** Our server in the service's protocol. */
final class Tablestore implements Target {

  private static final int BATCH = 200;
  private static final String TEXT = "x".repeat(86);
  private static final Condition ANY =
      Condition.newBuilder().setRowExistence(RowExistenceExpectation.IGNORE).build();
  private static final ThreadLocal<RowCodec> CODEC = ThreadLocal.withInitial(RowCodec::new);

  private final String table;

  Tablestore(String table) {
    this.table = table;
  }

  @Override
  public void createTable(Connection connection) throws IOException {
    CreateTableRequest request =
        CreateTableRequest.newBuilder()
            .setTableMeta(
                TableMeta.newBuilder()
                    .setTableName(table)
                    .addPrimaryKey(column("user", PrimaryKeyType.STRING))
                    .addPrimaryKey(column("order", PrimaryKeyType.STRING)))
            .setReservedThroughput(
                ReservedThroughput.newBuilder()
                    .setCapacityUnit(CapacityUnit.newBuilder().setRead(0).setWrite(0)))
            .setTableOptions(
                TableOptions.newBuilder()
                    .setTimeToLive(-1)
                    .setMaxVersions(1)
                    .setDeviationCellVersionInSec(86_400))
            .build();
    SignedCall.post(connection, "CreateTable", request.toByteArray());
  }

  private static PrimaryKeySchema column(String name, PrimaryKeyType type) {
    return PrimaryKeySchema.newBuilder().setName(name).setType(type).build();
  }

  private static PrimaryKey key(long number) {
    return PrimaryKey.of(
        new PrimaryKeyColumn("user", Value.of("user%06d".formatted(number % 100_000))),
        new PrimaryKeyColumn("order", Value.of("order%010d".formatted(number))));
  }

  /** A row of 150 bytes as the service counts them: names and values. */
  private static ByteString row(long number) {
    return CODEC
        .get()
        .encodeRow(
            Row.of(
                key(number),
                Cell.put("price", Value.of(number / 100.0)),
                Cell.put("text", Value.of(TEXT)),
                Cell.put("timestamp", Value.of(number))));
  }

  @Override
  public void put(Connection connection, long number) throws IOException {
    PutRowRequest request =
        PutRowRequest.newBuilder()
            .setTableName(table)
            .setRow(row(number))
            .setCondition(ANY)
            .build();
    SignedCall.post(connection, "PutRow", request.toByteArray());
  }

  @Override
  public void get(Connection connection, long number) throws IOException {
    GetRowRequest request =
        GetRowRequest.newBuilder()
            .setTableName(table)
            .setPrimaryKey(CODEC.get().encodeKey(key(number)))
            .setMaxVersions(1)
            .build();
    byte[] reply = SignedCall.post(connection, "GetRow", request.toByteArray());
    if (reply.length < 100) {
      throw new IOException("row " + number + " is not there");
    }
  }

  @Override
  public int batch(Connection connection, long firstNumber) throws IOException {
    TableInBatchWriteRowRequest.Builder rows =
        TableInBatchWriteRowRequest.newBuilder().setTableName(table);
    for (int i = 0; i < BATCH; i++) {
      rows.addRows(
          RowInBatchWriteRowRequest.newBuilder()
              .setType(OperationType.PUT)
              .setRowChange(row(firstNumber + i))
              .setCondition(ANY));
    }
    byte[] body = BatchWriteRowRequest.newBuilder().addTables(rows).build().toByteArray();
    SignedCall.post(connection, "BatchWriteRow", body);
    return BATCH;
  }

  /** Makes a tunnel for the changes from now on and returns its id. */
  String createTunnel(Connection connection) throws IOException {
    CreateTunnelRequest request =
        CreateTunnelRequest.newBuilder()
            .setTunnel(
                Tunnel.newBuilder()
                    .setTableName(table)
                    .setTunnelName("bench")
                    .setTunnelType(TunnelType.STREAM))
            .build();
    return CreateTunnelResponse.parseFrom(
            SignedCall.post(connection, "tunnel/create", request.toByteArray()))
        .getTunnelId();
  }

  List<String> channels(Connection connection) throws IOException {
    DescribeTunnelRequest request =
        DescribeTunnelRequest.newBuilder().setTableName(table).setTunnelName("bench").build();
    return DescribeTunnelResponse.parseFrom(
            SignedCall.post(connection, "tunnel/describe", request.toByteArray()))
        .getChannelsList()
        .stream()
        .map(ChannelInfo::getChannelId)
        .toList();
  }

  /** Reads all records of a channel, and returns how many. */
  long drain(Connection connection, String tunnel, String channel) throws IOException {
    GetCheckpointRequest checkpoint =
        GetCheckpointRequest.newBuilder()
            .setTunnelId(tunnel)
            .setClientId("bench")
            .setChannelId(channel)
            .build();
    String token =
        GetCheckpointResponse.parseFrom(
                SignedCall.post(connection, "tunnel/getcheckpoint", checkpoint.toByteArray()))
            .getCheckpoint();
    long records = 0;
    while (true) {
      ReadRecordsRequest request =
          ReadRecordsRequest.newBuilder()
              .setTunnelId(tunnel)
              .setClientId("bench")
              .setChannelId(channel)
              .setToken(token)
              .build();
      CodedInputStream page =
          CodedInputStream.newInstance(
              SignedCall.post(connection, "tunnel/readrecords", request.toByteArray()));
      long before = records;
      for (int tag = page.readTag(); tag != 0; tag = page.readTag()) {
        switch (tag >>> 3) {
          case 1 -> {
            page.skipField(tag);
            records++;
          }
          case 2 -> token = page.readString();
          default -> page.skipField(tag);
        }
      }
      if (records == before) {
        return records;
      }
    }
  }
}
