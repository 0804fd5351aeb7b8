package io.millrace.local.server.operation;

import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.TableDescription;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.wire.DefinedColumnSchema;
import io.millrace.protocol.wire.DefinedColumnType;
import io.millrace.protocol.wire.DescribeTableResponse;
import io.millrace.protocol.wire.PrimaryKeyOption;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.PrimaryKeyType;
import io.millrace.protocol.wire.ReservedThroughputDetails;
import io.millrace.protocol.wire.SseDetails;
import io.millrace.protocol.wire.StreamDetails;
import io.millrace.protocol.wire.TableMeta;
import io.millrace.protocol.wire.TableOptions;
import io.millrace.protocol.wire.TableStatus;
import io.millrace.protocol.wire.UpdateTableResponse;
import java.util.List;

/** Encodes what a table is. */
final class TableEncoder {
  private static final long MICROS_PER_SECOND = 1_000_000;

  private TableEncoder() {}

  static DescribeTableResponse describe(TableDescription table) {
    DescribeTableResponse.Builder response =
        DescribeTableResponse.newBuilder()
            .setTableMeta(meta(table))
            .setReservedThroughputDetails(throughput(table))
            .setTableOptions(options(table))
            .setTableStatus(TableStatus.ACTIVE)
            .setStreamDetails(stream(table))
            .setSseDetails(SseDetails.newBuilder().setEnable(false))
            .setCreationTime(table.creationMicros());
    for (PrimaryKey splitPoint : table.splitPoints()) {
      response.addShardSplits(Rows.encodeKey(splitPoint));
    }
    for (IndexSchema index : table.indexes()) {
      response.addIndexMetas(IndexOperations.encode(index));
    }
    return response.build();
  }

  static UpdateTableResponse update(TableDescription table) {
    return UpdateTableResponse.newBuilder()
        .setReservedThroughputDetails(throughput(table))
        .setTableOptions(options(table))
        .setStreamDetails(stream(table))
        .build();
  }

  static List<PrimaryKeySchema> keySchema(List<KeyColumn> key) {
    return key.stream().map(TableEncoder::keyColumn).toList();
  }

  private static TableMeta meta(TableDescription table) {
    TableMeta.Builder meta = TableMeta.newBuilder().setTableName(table.schema().name());
    meta.addAllPrimaryKey(keySchema(table.schema().key()));
    for (DefinedColumn column : table.schema().definedColumns()) {
      meta.addDefinedColumn(
          DefinedColumnSchema.newBuilder().setName(column.name()).setType(definedType(column)));
    }
    return meta.build();
  }

  private static PrimaryKeySchema keyColumn(KeyColumn column) {
    PrimaryKeySchema.Builder schema = PrimaryKeySchema.newBuilder().setName(column.name());
    switch (column.type()) {
      case INTEGER -> schema.setType(PrimaryKeyType.INTEGER);
      case STRING -> schema.setType(PrimaryKeyType.STRING);
      case BLOB -> schema.setType(PrimaryKeyType.BINARY);
      default -> throw new IllegalStateException("key column of type " + column.type());
    }
    if (column.autoIncrement()) {
      schema.setOption(PrimaryKeyOption.AUTO_INCREMENT);
    }
    return schema.build();
  }

  private static DefinedColumnType definedType(DefinedColumn column) {
    return switch (column.type()) {
      case INTEGER -> DefinedColumnType.DCT_INTEGER;
      case DOUBLE -> DefinedColumnType.DCT_DOUBLE;
      case BOOLEAN -> DefinedColumnType.DCT_BOOLEAN;
      case STRING -> DefinedColumnType.DCT_STRING;
      case BLOB -> DefinedColumnType.DCT_BLOB;
      default -> throw new IllegalStateException("defined column of type " + column.type());
    };
  }

  private static TableOptions options(TableDescription table) {
    return TableOptions.newBuilder()
        .setTimeToLive(table.options().timeToLive())
        .setMaxVersions(table.options().maxVersions())
        .setDeviationCellVersionInSec(table.options().deviationSeconds())
        .setAllowUpdate(table.options().allowUpdate())
        .setUpdateFullRow(table.options().updateFullRow())
        .build();
  }

  private static ReservedThroughputDetails throughput(TableDescription table) {
    return ReservedThroughputDetails.newBuilder()
        .setCapacityUnit(Consumption.units(table.reserved().read(), table.reserved().write()))
        .setLastIncreaseTime(table.throughputMicros() / MICROS_PER_SECOND)
        .build();
  }

  private static StreamDetails stream(TableDescription table) {
    StreamDetails.Builder details = StreamDetails.newBuilder().setEnableStream(false);
    table.stream()
        .ifPresent(
            stream ->
                details
                    .setEnableStream(true)
                    .setStreamId(stream.streamId())
                    .setExpirationTime(stream.options().retentionHours())
                    .setLastEnableTime(stream.enabledMicros())
                    .addAllColumnToGet(stream.options().originColumns()));
    return details.build();
  }
}
