package io.millrace.local.server.operation;

import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.PartitionRange;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.schema.Throughput;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.SchemaErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.model.ValueType;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.DefinedColumnSchema;
import io.millrace.protocol.wire.PrimaryKeyOption;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.StreamSpecification;
import io.millrace.protocol.wire.TableMeta;
import java.util.ArrayList;
import java.util.List;

/** Decodes what a table is made of. */
final class TableDecoder {
  private TableDecoder() {}

  static TableSpec spec(CreateTableRequest request) {
    if (!request.hasTableMeta() || !request.hasReservedThroughput()) {
      throw ServiceErrors.unparsableMessage();
    }
    return new TableSpec(
        schema(request.getTableMeta()),
        options(request.getTableOptions()),
        request.hasStreamSpec() ? stream(request.getStreamSpec()) : StreamOptions.OFF,
        throughput(request.getReservedThroughput().getCapacityUnit()),
        partitions(request.getPartitionsList()),
        request.getEnableLocalTxn(),
        request.getIndexMetasList().stream().map(IndexOperations::decode).toList());
  }

  static StreamOptions stream(StreamSpecification message) {
    if (!message.hasEnableStream()) {
      throw ServiceErrors.unparsableMessage();
    }
    if (!message.getEnableStream()) {
      return StreamOptions.OFF;
    }
    return new StreamOptions(true, message.getExpirationTime(), message.getColumnsToGetList());
  }

  private static TableSchema schema(TableMeta meta) {
    if (!meta.hasTableName()) {
      throw ServiceErrors.unparsableMessage();
    }
    List<KeyColumn> key = new ArrayList<>(meta.getPrimaryKeyCount());
    for (PrimaryKeySchema column : meta.getPrimaryKeyList()) {
      key.add(keyColumn(column));
    }
    return new TableSchema(meta.getTableName(), key, definedColumns(meta.getDefinedColumnList()));
  }

  private static KeyColumn keyColumn(PrimaryKeySchema column) {
    if (!column.hasName()) {
      throw ServiceErrors.unparsableMessage();
    }
    if (!column.hasType()) {
      throw SchemaErrors.invalidPrimaryKeyType();
    }
    ValueType type =
        switch (column.getType()) {
          case INTEGER -> ValueType.INTEGER;
          case STRING -> ValueType.STRING;
          case BINARY -> ValueType.BLOB;
        };
    boolean autoIncrement =
        column.hasOption() && column.getOption() == PrimaryKeyOption.AUTO_INCREMENT;
    return new KeyColumn(column.getName(), type, autoIncrement);
  }

  static List<DefinedColumn> definedColumns(List<DefinedColumnSchema> columns) {
    List<DefinedColumn> defined = new ArrayList<>(columns.size());
    for (DefinedColumnSchema column : columns) {
      if (!column.hasName() || !column.hasType()) {
        throw ServiceErrors.unparsableMessage();
      }
      ValueType type =
          switch (column.getType()) {
            case DCT_INTEGER -> ValueType.INTEGER;
            case DCT_DOUBLE -> ValueType.DOUBLE;
            case DCT_BOOLEAN -> ValueType.BOOLEAN;
            case DCT_STRING -> ValueType.STRING;
            case DCT_BLOB -> ValueType.BLOB;
          };
      defined.add(new DefinedColumn(column.getName(), type));
    }
    return defined;
  }

  private static TableOptions options(io.millrace.protocol.wire.TableOptions message) {
    if (!message.hasTimeToLive()) {
      throw SchemaErrors.timeToLiveMissing();
    }
    if (!message.hasMaxVersions()) {
      throw SchemaErrors.maxVersionsMissing();
    }
    long deviation =
        message.hasDeviationCellVersionInSec()
            ? message.getDeviationCellVersionInSec()
            : Limits.DEFAULT_DEVIATION_SECONDS;
    boolean allowUpdate = !message.hasAllowUpdate() || message.getAllowUpdate();
    return new TableOptions(
        message.getTimeToLive(),
        message.getMaxVersions(),
        deviation,
        allowUpdate,
        message.getUpdateFullRow());
  }

  private static Throughput throughput(CapacityUnit units) {
    if (!units.hasRead() || !units.hasWrite()) {
      throw SchemaErrors.capacityUnitMissing();
    }
    return new Throughput(nonNegative(units.getRead()), nonNegative(units.getWrite()));
  }

  static int nonNegative(int capacityUnit) {
    if (capacityUnit < 0) {
      throw SchemaErrors.negativeCapacityUnit(capacityUnit);
    }
    return capacityUnit;
  }

  private static List<PartitionRange> partitions(
      List<io.millrace.protocol.wire.PartitionRange> messages) {
    List<PartitionRange> partitions = new ArrayList<>(messages.size());
    for (io.millrace.protocol.wire.PartitionRange message : messages) {
      partitions.add(
          new PartitionRange(Rows.variant(message.getBegin()), Rows.variant(message.getEnd())));
    }
    return partitions;
  }
}
