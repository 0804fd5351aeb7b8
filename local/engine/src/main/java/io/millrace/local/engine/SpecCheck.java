package io.millrace.local.engine;

import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.PartitionRange;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableChange;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.schema.Throughput;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.SchemaErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What can be wrong with a table to make or to change. */
final class SpecCheck {

  private SpecCheck() {}

  static void check(TableSpec spec) {
    checkSchema(spec.schema());
    checkTimeToLive(spec.options().timeToLive());
    checkMaxVersions(spec.options().maxVersions());
    checkDeviation(spec.options().deviationSeconds());
    checkThroughput(spec.reserved());
    checkStream(spec.stream());
    checkPartitions(spec.schema().key().get(0), spec.partitions());
    spec.indexes().forEach(index -> IndexCheck.check(index, spec.schema(), spec.options()));
    if (spec.indexes().size() > IndexCheck.INDEXES_PER_TABLE) {
      throw SchemaErrors.indexQuota(IndexCheck.INDEXES_PER_TABLE);
    }
  }

  static void check(TableChange change) {
    if (change.timeToLive() != null) {
      checkTimeToLive(change.timeToLive());
    }
    if (change.maxVersions() != null) {
      checkMaxVersions(change.maxVersions());
    }
    if (change.deviationSeconds() != null) {
      checkDeviation(change.deviationSeconds());
    }
    if (change.reserved() != null) {
      checkThroughput(change.reserved());
    }
    if (change.stream() != null) {
      checkStream(change.stream());
    }
  }

  static void checkSchema(TableSchema schema) {
    Names.checkTable(schema.name());
    List<KeyColumn> key = schema.key();
    if (key.isEmpty() || key.size() > Limits.PRIMARY_KEY_COLUMNS) {
      throw SchemaErrors.primaryKeyCount();
    }
    Set<String> names = new HashSet<>();
    int autoIncrements = 0;
    for (int i = 0; i < key.size(); i++) {
      KeyColumn column = key.get(i);
      Names.checkColumn(column.name());
      if (!names.add(column.name())) {
        throw SchemaErrors.duplicatePrimaryKey(column.name());
      }
      if (column.type() != ValueType.INTEGER
          && column.type() != ValueType.STRING
          && column.type() != ValueType.BLOB) {
        throw SchemaErrors.invalidPrimaryKeyType();
      }
      if (column.autoIncrement()) {
        checkAutoIncrement(schema, i);
        autoIncrements++;
      }
    }
    if (autoIncrements > 1) {
      throw SchemaErrors.autoIncrementCount();
    }
    checkDefinedColumns(schema, names);
  }

  private static void checkAutoIncrement(TableSchema schema, int index) {
    if (index == 0) {
      throw SchemaErrors.autoIncrementFirst(schema.name());
    }
    if (schema.key().get(index).type() != ValueType.INTEGER) {
      throw SchemaErrors.autoIncrementNotInteger();
    }
  }

  private static void checkDefinedColumns(TableSchema schema, Set<String> names) {
    if (schema.definedColumns().size() > Limits.DEFINED_COLUMNS) {
      throw SchemaErrors.definedColumnCount();
    }
    schema
        .definedColumns()
        .forEach(
            column -> {
              Names.checkColumn(column.name());
              if (!names.add(column.name())) {
                throw ServiceErrors.parameterInvalid(
                    "Duplicated column name: '" + column.name() + "'.");
              }
            });
  }

  private static void checkTimeToLive(int seconds) {
    if (seconds == 0 || seconds < TableOptions.FOREVER) {
      throw SchemaErrors.timeToLive();
    }
    if (seconds != TableOptions.FOREVER && seconds < Limits.MIN_TIME_TO_LIVE_SECONDS) {
      throw SchemaErrors.timeToLiveTooShort(seconds);
    }
  }

  private static void checkMaxVersions(int maxVersions) {
    if (maxVersions <= 0) {
      throw SchemaErrors.maxVersions();
    }
  }

  private static void checkDeviation(long seconds) {
    if (seconds < 0 || seconds > Limits.MAX_DEVIATION_SECONDS) {
      throw SchemaErrors.maxDeviation();
    }
  }

  private static void checkThroughput(Throughput reserved) {
    if (reserved.read() < 0 || reserved.write() < 0) {
      throw SchemaErrors.negativeCapacityUnit(
          reserved.read() < 0 ? reserved.read() : reserved.write());
    }
    int larger = Math.max(reserved.read(), reserved.write());
    if (larger > Limits.CAPACITY_UNITS) {
      throw SchemaErrors.capacityUnitTooLarge(larger);
    }
  }

  private static void checkStream(StreamOptions stream) {
    if (!stream.enabled()) {
      return;
    }
    if (stream.retentionHours() <= 0 || stream.retentionHours() > Limits.STREAM_RETENTION_HOURS) {
      throw ServiceErrors.parameterInvalid(
          "The expiration time of a stream must be in range: [1, %d] hours, not %d."
              .formatted(Limits.STREAM_RETENTION_HOURS, stream.retentionHours()));
    }
  }

  private static void checkPartitions(KeyColumn partitionKey, List<PartitionRange> partitions) {
    if (partitions.size() > Limits.PRE_SPLIT_PARTITIONS) {
      throw SchemaErrors.partitionCount();
    }
    for (int i = 1; i < partitions.size(); i++) {
      checkBound(partitionKey, partitions.get(i).begin());
    }
    for (int i = 0; i < partitions.size(); i++) {
      PartitionRange range = partitions.get(i);
      boolean joined =
          i == 0
              ? range.begin().equals(Value.INF_MIN)
              : range.begin().equals(partitions.get(i - 1).end());
      boolean last = i == partitions.size() - 1;
      boolean ended = last == range.end().equals(Value.INF_MAX);
      if (!joined || !ended || range.begin().compareTo(range.end()) >= 0) {
        throw ServiceErrors.parameterInvalid(
            "The partition ranges must cover all values from INF_MIN to INF_MAX, ascending, without a gap.");
      }
    }
  }

  private static void checkBound(KeyColumn partitionKey, Value bound) {
    if (bound.type() != partitionKey.type()) {
      throw SchemaErrors.partitionType();
    }
    if (bound.equals(Value.of(Long.MIN_VALUE)) || bound.equals(Value.of(Long.MAX_VALUE))) {
      throw SchemaErrors.partitionValue();
    }
    if (bound.size() == 0) {
      throw SchemaErrors.partitionEmpty(bound.type());
    }
    if (bound.size() > Limits.PARTITION_VALUE_SIZE) {
      throw SchemaErrors.partitionTooLong(bound.size());
    }
  }
}
