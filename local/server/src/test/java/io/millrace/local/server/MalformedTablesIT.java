package io.millrace.local.server;

import io.millrace.protocol.model.Value;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.PartitionRange;
import io.millrace.protocol.wire.PrimaryKeyOption;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.PrimaryKeyType;
import io.millrace.protocol.wire.ReservedThroughput;
import io.millrace.protocol.wire.TableOptions;
import io.millrace.protocol.wire.UpdateTableRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tables that cannot be made or changed. */
class MalformedTablesIT extends MalformedCalls {
  @TestFactory
  Stream<DynamicTest> tables() {
    CreateTableRequest.Builder typed = table("u");
    typed
        .getTableMetaBuilder()
        .addPrimaryKey(
            PrimaryKeySchema.newBuilder()
                .setName("n")
                .setType(PrimaryKeyType.STRING)
                .setOption(PrimaryKeyOption.AUTO_INCREMENT));
    CreateTableRequest.Builder half = table("u");
    half.getReservedThroughputBuilder().getCapacityUnitBuilder().clearWrite();
    return Stream.of(
        invalid(
            "no time to live",
            "Time-to-live is missing while creating table.",
            "CreateTable",
            table("u").setTableOptions(TableOptions.newBuilder().setMaxVersions(1))),
        invalid(
            "no maximum of versions",
            "MaxVersions is missing while creating table.",
            "CreateTable",
            table("u").setTableOptions(TableOptions.newBuilder().setTimeToLive(-1))),
        invalid(
            "a time to live of 0",
            "TimeToLive cannot be 0 or less than -1.",
            "CreateTable",
            table("u")
                .setTableOptions(TableOptions.newBuilder().setTimeToLive(0).setMaxVersions(1))),
        invalid(
            "no versions",
            "The maximum versions cannot be less than or equal to 0.",
            "CreateTable",
            table("u")
                .setTableOptions(TableOptions.newBuilder().setTimeToLive(-1).setMaxVersions(0))),
        invalid(
            "auto-increment of texts",
            "AUTO_INCREMENT primary key must be integer.",
            "CreateTable",
            typed),
        invalid(
            "half a throughput",
            "Both read and write capacity unit are required to create table.",
            "CreateTable",
            half),
        fine("10 partitions", "CreateTable", split("ten", 10, 1)),
        invalid(
            "11 partitions",
            "The count of partitions cannot be greater than 10",
            "CreateTable",
            split("u", 11, 1)),
        fine("a bound of 64 bytes", "CreateTable", split("long", 2, 64)),
        invalid(
            "a bound of 65 bytes",
            "The value of partition range exceeds the MaxLength:64 with CurrentLength:65.",
            "CreateTable",
            split("u", 2, 65)),
        invalid(
            "an empty bound",
            "The value of partition range can not be empty string.",
            "CreateTable",
            bounded(Value.of(""))),
        invalid(
            "a bound of another type",
            "The value type of partition does not match with primary key.",
            "CreateTable",
            bounded(Value.of(1))),
        invalid(
            "the least number as a bound",
            "The value of partition range can not be INT64_MIN or INT64_MAX.",
            "CreateTable",
            ofNumbers(bounded(Value.of(Long.MIN_VALUE)))),
        invalid(
            "an update of nothing",
            "No parameter is specified in the request of UpdateTable.",
            "UpdateTable",
            UpdateTableRequest.newBuilder().setTableName("t")),
        invalid(
            "an update of no option",
            "No parameter is specified in table options.",
            "UpdateTable",
            UpdateTableRequest.newBuilder()
                .setTableName("t")
                .setTableOptions(TableOptions.getDefaultInstance())),
        invalid(
            "an update of whole rows alone",
            "UpdateTable request can not contain updateFullRow.",
            "UpdateTable",
            UpdateTableRequest.newBuilder()
                .setTableName("t")
                .setTableOptions(TableOptions.newBuilder().setUpdateFullRow(true))),
        invalid(
            "an update of neither unit",
            "Neither read nor writes capacity unit is set.",
            "UpdateTable",
            UpdateTableRequest.newBuilder()
                .setTableName("t")
                .setReservedThroughput(
                    ReservedThroughput.newBuilder()
                        .setCapacityUnit(CapacityUnit.getDefaultInstance()))),
        invalid(
            "what is no message", "Failed to parse the ProtoBuf message.", "CreateTable", GARBAGE));
  }

  /** A table of partitions between texts of a length. */
  private static CreateTableRequest.Builder split(String name, int partitions, int length) {
    List<Value> bounds = new ArrayList<>();
    IntStream.range(1, partitions)
        .forEach(i -> bounds.add(Value.of(String.valueOf((char) ('a' + i)).repeat(length))));
    return split(table(name), bounds);
  }

  private static CreateTableRequest.Builder bounded(Value bound) {
    return split(table("u"), List.of(bound));
  }

  private static CreateTableRequest.Builder split(
      CreateTableRequest.Builder table, List<Value> bounds) {
    Value begin = Value.INF_MIN;
    for (Value bound : bounds) {
      table.addPartitions(partition(begin, bound));
      begin = bound;
    }
    return table.addPartitions(partition(begin, Value.INF_MAX));
  }

  private static PartitionRange partition(Value begin, Value end) {
    return PartitionRange.newBuilder()
        .setBegin(CODEC.encodeValue(begin))
        .setEnd(CODEC.encodeValue(end))
        .build();
  }

  private static CreateTableRequest.Builder ofNumbers(CreateTableRequest.Builder table) {
    table.getTableMetaBuilder().getPrimaryKeyBuilder(0).setType(PrimaryKeyType.INTEGER);
    return table;
  }
}
