package io.millrace.local.server;

import static io.millrace.local.server.SignedCall.error;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import io.millrace.local.server.http.RawConnection;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.BatchGetRowRequest;
import io.millrace.protocol.wire.BatchWriteRowRequest;
import io.millrace.protocol.wire.BulkExportRequest;
import io.millrace.protocol.wire.BulkImportRequest;
import io.millrace.protocol.wire.CapacityUnit;
import io.millrace.protocol.wire.ColumnPaginationFilter;
import io.millrace.protocol.wire.ComputeSplitPointsBySizeRequest;
import io.millrace.protocol.wire.Condition;
import io.millrace.protocol.wire.CreateTableRequest;
import io.millrace.protocol.wire.DeleteRowRequest;
import io.millrace.protocol.wire.DescribeStreamRequest;
import io.millrace.protocol.wire.Direction;
import io.millrace.protocol.wire.Filter;
import io.millrace.protocol.wire.FilterType;
import io.millrace.protocol.wire.GetRangeRequest;
import io.millrace.protocol.wire.GetRowRequest;
import io.millrace.protocol.wire.OperationType;
import io.millrace.protocol.wire.PartitionRange;
import io.millrace.protocol.wire.PrimaryKeyOption;
import io.millrace.protocol.wire.PrimaryKeySchema;
import io.millrace.protocol.wire.PrimaryKeyType;
import io.millrace.protocol.wire.PutRowRequest;
import io.millrace.protocol.wire.ReservedThroughput;
import io.millrace.protocol.wire.RowExistenceExpectation;
import io.millrace.protocol.wire.RowInBatchWriteRowRequest;
import io.millrace.protocol.wire.RowInBulkImportRequest;
import io.millrace.protocol.wire.TableInBatchGetRowRequest;
import io.millrace.protocol.wire.TableInBatchWriteRowRequest;
import io.millrace.protocol.wire.TableMeta;
import io.millrace.protocol.wire.TableOptions;
import io.millrace.protocol.wire.TimeRange;
import io.millrace.protocol.wire.UpdateRowRequest;
import io.millrace.protocol.wire.UpdateTableRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Requests that no official client sends, or that it refuses to send, and their answers. */
class MalformedRequestsIT {
  private static final RowCodec CODEC = new RowCodec();
  private static final Condition ANY =
      Condition.newBuilder().setRowExistence(RowExistenceExpectation.IGNORE).build();
  private static final ByteString GARBAGE = ByteString.copyFrom(new byte[] {(byte) 0xff, 1, 2});

  private static LocalTablestore server;

  @BeforeAll
  static void start() throws IOException {
    server = LocalTablestore.start();
    assertThat(send("CreateTable", table("t").build()).status()).isEqualTo(200);
    CreateTableRequest.Builder numbered = table("numbered");
    numbered
        .getTableMetaBuilder()
        .addPrimaryKey(
            PrimaryKeySchema.newBuilder()
                .setName("n")
                .setType(PrimaryKeyType.INTEGER)
                .setOption(PrimaryKeyOption.AUTO_INCREMENT));
    assertThat(send("CreateTable", numbered.build()).status()).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

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

  @TestFactory
  Stream<DynamicTest> writes() {
    Cell bare = new Cell("c", null, Cell.NO_TIMESTAMP, CellType.PUT);
    Cell deleteWithValue = new Cell("c", Value.of(1), 5, CellType.DELETE_ONE_VERSION);
    Cell deleteOne = new Cell("c", null, Cell.NO_TIMESTAMP, CellType.DELETE_ONE_VERSION);
    Cell deleteAll = new Cell("c", null, 5, CellType.DELETE_ALL_VERSION);
    Cell text = Cell.put("c", Value.of("v".repeat(2 << 20)));
    byte[] rest = new byte[(2 << 20) - 4];
    return Stream.of(
        invalid(
            "a put that deletes",
            "Invalid request of put/update row: unexpected RowDeleteMarker in request.",
            "PutRow",
            put(Row.deletion(key("k")))),
        invalid(
            "an update that deletes",
            "Invalid request of put/update row: unexpected RowDeleteMarker in request.",
            "UpdateRow",
            update(Row.deletion(key("k")))),
        invalid(
            "a deletion that does not",
            "Invalid request of delete row: missing RowDeleteMarker in request.",
            "DeleteRow",
            delete(Row.of(key("k")))),
        invalid(
            "a deletion with a cell",
            "Invalid delete row request: unexpected cells in request.",
            "DeleteRow",
            delete(Row.of(key("k"), Cell.put("c", Value.of(1))).withDeleteMarker())),
        invalid(
            "a put of no value",
            "Invalid request of put row: find cells without values.",
            "PutRow",
            put(Row.of(key("k"), bare))),
        invalid(
            "a put that increments",
            "OpType cannot be given for column name:'c' in PutRow.",
            "PutRow",
            put(Row.of(key("k"), Cell.increment("c", 1)))),
        invalid(
            "the deletion of a value",
            "Column value cannot be given when type is DELETE_ONE_VERSION,DELETE_ALL_VERSION.",
            "UpdateRow",
            update(Row.of(key("k"), deleteWithValue))),
        invalid(
            "the deletion of a version without its time",
            "Timestamp must be given when type is DELETE_ONE_VERSION.",
            "UpdateRow",
            update(Row.of(key("k"), deleteOne))),
        invalid(
            "the deletion of all versions with a time",
            "Timestamp cannot be given when type is DELETE_ALL_VERSION.",
            "UpdateRow",
            update(Row.of(key("k"), deleteAll))),
        invalid(
            "an infinite value",
            "VT_INF_MIN is an invalid type for the attribute column.",
            "PutRow",
            put(Row.of(key("k"), Cell.put("c", Value.INF_MIN)))),
        invalid(
            "an increment by a text",
            "VT_STRING is an invalid type for the attribute column.",
            "UpdateRow",
            update(
                Row.of(
                    key("k"),
                    new Cell("c", Value.of("1"), Cell.NO_TIMESTAMP, CellType.INCREMENT)))),
        invalid(
            "what is not UTF-8",
            "Value of column 'c' must be UTF8 encoding.",
            "PutRow",
            put(Row.of(key("k"), Cell.put("c", Value.ofUtf8(new byte[] {(byte) 0xff}))))),
        invalid(
            "a key that is not UTF-8",
            "Value of column 'pk' must be UTF8 encoding.",
            "PutRow",
            put(
                Row.of(
                    PrimaryKey.of(
                        new PrimaryKeyColumn("pk", Value.ofUtf8(new byte[] {(byte) 0xc3})))))),
        fine(
            "an update of 4 MiB",
            "UpdateRow",
            update(Row.of(key("k"), text, Cell.put("d", Value.ofBinary(rest)))).toBuilder()
                .setRowChange(
                    encoded(
                        Row.of(
                            key("k"),
                            text,
                            Cell.put("d", Value.ofBinary(new byte[rest.length - 1])))))),
        invalid(
            "an update of 4 MiB and one",
            "The total data size of UpdateRow request exceeds the limit, limit size: 4194304,"
                + " data size: 4194305.",
            "UpdateRow",
            update(Row.of(key("k"), text, Cell.put("d", Value.ofBinary(rest))))),
        invalid(
            "a put without a condition",
            "Invalid row-existence expectation: null.",
            "PutRow",
            PutRowRequest.newBuilder().setTableName("t").setRow(encoded(Row.of(key("k"))))),
        invalid(
            "a filter on a row that gets its number",
            "Can't set condition when modify row with pk auto increment.",
            "PutRow",
            PutRowRequest.newBuilder()
                .setTableName("numbered")
                .setRow(
                    encoded(
                        Row.of(
                            PrimaryKey.of(
                                new PrimaryKeyColumn("pk", Value.of("k")),
                                new PrimaryKeyColumn("n", Value.AUTO_INCREMENT)))))
                .setCondition(
                    ANY.toBuilder()
                        .setColumnCondition(
                            filter(
                                FilterType.FT_SINGLE_COLUMN_VALUE,
                                ByteString.fromHex("08031201631a09000a0000000000000020002801"))))),
        invalid(
            "a row without a header",
            "Cell data broken, ",
            "PutRow",
            PutRowRequest.newBuilder().setTableName("t").setRow(GARBAGE).setCondition(ANY)),
        invalid(
            "a row of a wrong checksum",
            "Cell data broken, ",
            "PutRow",
            PutRowRequest.newBuilder()
                .setTableName("t")
                .setRow(flipped(encoded(Row.of(key("k")))))
                .setCondition(ANY)));
  }

  @TestFactory
  Stream<DynamicTest> reads() {
    TimeRange at = TimeRange.newBuilder().setSpecificTime(5).build();
    return Stream.of(
        invalid(
            "no versions at all",
            "Invalid max versions: 0. Reason: Max versions must be positive.",
            "GetRow",
            get().setMaxVersions(0)),
        invalid(
            "fewer than none",
            "Invalid max versions: -1. Reason: Max versions must be positive.",
            "GetRow",
            get().setMaxVersions(-1)),
        invalid(
            "a range without its end",
            "Start and end time must be given at the same time.",
            "GetRow",
            get().setTimeRange(TimeRange.newBuilder().setStartTime(1))),
        invalid(
            "a range without its start",
            "Start and end time must be given at the same time.",
            "GetRow",
            get().setTimeRange(TimeRange.newBuilder().setEndTime(1))),
        invalid(
            "a time and a number of versions",
            "Specific tiemstamp and max versions cannot be given at the same time.",
            "GetRow",
            get().setTimeRange(at).setMaxVersions(1)),
        invalid(
            "a time and a range",
            "Specific tiemstamp and time range cannot be given at the same time.",
            "GetRow",
            get().setTimeRange(at.toBuilder().setStartTime(1).setEndTime(9))),
        invalid(
            "a time before all",
            "Specific timestamp cannot be less than 0.",
            "GetRow",
            get().setTimeRange(TimeRange.newBuilder().setSpecificTime(-1))),
        fine(
            "the last time",
            "GetRow",
            get().setTimeRange(TimeRange.newBuilder().setSpecificTime(Long.MAX_VALUE / 1000 - 1))),
        invalid(
            "a time after all",
            "Timestamp must be in range [0, INT64_MAX/1000).",
            "GetRow",
            get().setTimeRange(TimeRange.newBuilder().setSpecificTime(Long.MAX_VALUE / 1000))),
        invalid("a limit of 0", "The limit must be greater than 0.", "GetRange", range(0)),
        invalid("a limit of -1", "The limit must be greater than 0.", "GetRange", range(-1)),
        fine("a limit of 1", "GetRange", range(1)),
        invalid(
            "no direction",
            "Failed to parse the ProtoBuf message.",
            "GetRange",
            range(1).clearDirection()),
        invalid(
            "a matrix of no columns",
            "DBT_SIMPLE_ROW_MATRIX need at least one column to get.",
            "BulkExport",
            BulkExportRequest.newBuilder()
                .setTableName("t")
                .setInclusiveStartPrimaryKey(bound(Value.INF_MIN))
                .setExclusiveEndPrimaryKey(bound(Value.INF_MAX))),
        invalid(
            "a split of 0", "The split_size should be greater than 0.", splits().setSplitSize(0)),
        fine("a unit of 1 MiB", splits().setSplitSizeUnitInByte(1 << 20)),
        invalid(
            "a unit of less",
            "The split_size_unit_in_byte should be greater equal than: 1048576",
            splits().setSplitSizeUnitInByte((1 << 20) - 1)),
        fine("one point", splits().setSplitPointLimit(1)),
        invalid(
            "no point",
            "The value of SplitPointLimit must be greater than 0.",
            splits().setSplitPointLimit(0)),
        refused(
            "a stream that is not there",
            404,
            "OTSObjectNotExist",
            "Requested stream does not exist.",
            "DescribeStream",
            DescribeStreamRequest.newBuilder().setStreamId("t_1").build().toByteString()));
  }

  @TestFactory
  Stream<DynamicTest> filters() {
    return Stream.of(
        unfiltered("no filter", "Deserialize filter failed.", GARBAGE),
        unfiltered(
            "a filter of no kind",
            "Deserialize filter failed.",
            Filter.newBuilder().setFilter(GARBAGE).build().toByteString()),
        unfiltered(
            "no comparison",
            "Deserialize relation filter failed.",
            filter(FilterType.FT_SINGLE_COLUMN_VALUE, GARBAGE)),
        unfiltered(
            "no combination",
            "Deserialize composite filter failed.",
            filter(FilterType.FT_COMPOSITE_COLUMN_VALUE, GARBAGE)),
        unfiltered(
            "no page",
            "Deserialize column pagination filter failed.",
            filter(FilterType.FT_COLUMN_PAGINATION, GARBAGE)),
        unfiltered(
            "a page before the first",
            "Offset in ColumnPaginationFilter must be greater than or equal to 0.",
            page(-1, 1)),
        unfiltered(
            "a page of nothing",
            "Limit in ColumnPaginationFilter must be greater than 0.",
            page(0, 0)),
        fine("the first page", "GetRow", get().setMaxVersions(1).setFilter(page(0, 1))));
  }

  @TestFactory
  Stream<DynamicTest> batches() {
    TableInBatchWriteRowRequest noRows =
        TableInBatchWriteRowRequest.newBuilder().setTableName("t").build();
    RowInBatchWriteRowRequest row =
        RowInBatchWriteRowRequest.newBuilder()
            .setRowChange(encoded(Row.of(key("k"))))
            .setCondition(ANY)
            .build();
    return Stream.of(
        invalid(
            "a read of no table",
            "No row specified in the request of BatchGetRow.",
            "BatchGetRow",
            BatchGetRowRequest.newBuilder()),
        fine(
            "a read of no row",
            "BatchGetRow",
            BatchGetRowRequest.newBuilder()
                .addTables(
                    TableInBatchGetRowRequest.newBuilder().setTableName("t").setMaxVersions(1))),
        invalid(
            "a write of no table",
            "No row is specified in BatchWriteRow.",
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder()),
        invalid(
            "a write of no row",
            "No operation is specified for table: 't'.",
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder().addTables(noRows)),
        invalid(
            "a write of no kind",
            "The modify type is invalid.",
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder().addTables(noRows.toBuilder().addRows(row))),
        fine(
            "a put",
            "BatchWriteRow",
            BatchWriteRowRequest.newBuilder()
                .addTables(noRows.toBuilder().addRows(row.toBuilder().setType(OperationType.PUT)))),
        fine("an import of 200 rows", "BulkImport", imports(200)),
        invalid(
            "an import of 201 rows",
            "Rows count exceeds the upper limit: 200.",
            "BulkImport",
            imports(201)),
        invalid(
            "an import of no row",
            "No operation is specified for table: 't'.",
            "BulkImport",
            BulkImportRequest.newBuilder().setTableName("t")));
  }

  // Cases.

  private static DynamicTest invalid(
      String name, String message, String operation, MessageLite.Builder request) {
    return invalid(name, message, operation, request.build());
  }

  private static DynamicTest invalid(
      String name, String message, String operation, MessageLite request) {
    return invalid(name, message, operation, request.toByteString());
  }

  private static DynamicTest invalid(
      String name, String message, ComputeSplitPointsBySizeRequest.Builder request) {
    return invalid(name, message, "ComputeSplitPointsBySize", request);
  }

  private static DynamicTest invalid(
      String name, String message, String operation, ByteString body) {
    return refused(name, 400, "OTSParameterInvalid", message, operation, body);
  }

  private static DynamicTest unfiltered(String name, String message, ByteString filter) {
    return invalid(name, message, "GetRow", get().setMaxVersions(1).setFilter(filter));
  }

  /** A message that ends in a space is the beginning of what is expected. */
  private static DynamicTest refused(
      String name, int status, String code, String message, String operation, ByteString body) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          RawConnection.Response response = send(operation, body);
          assertThat(response.status() + " " + error(response).getCode())
              .isEqualTo(status + " " + code);
          if (message.endsWith(" ")) {
            assertThat(error(response).getMessage()).startsWith(message);
          } else {
            assertThat(error(response).getMessage()).isEqualTo(message);
          }
        });
  }

  private static DynamicTest fine(String name, ComputeSplitPointsBySizeRequest.Builder request) {
    return fine(name, "ComputeSplitPointsBySize", request);
  }

  private static DynamicTest fine(String name, String operation, MessageLite.Builder request) {
    return DynamicTest.dynamicTest(
        name, () -> assertThat(send(operation, request.build()).status()).isEqualTo(200));
  }

  private static RawConnection.Response send(String operation, MessageLite request)
      throws IOException {
    return send(operation, request.toByteString());
  }

  private static RawConnection.Response send(String operation, ByteString body) throws IOException {
    return new SignedCall(operation).body(body.toByteArray()).sign().send(server.port());
  }

  // Requests.

  private static CreateTableRequest.Builder table(String name) {
    return CreateTableRequest.newBuilder()
        .setTableMeta(
            TableMeta.newBuilder()
                .setTableName(name)
                .addPrimaryKey(
                    PrimaryKeySchema.newBuilder().setName("pk").setType(PrimaryKeyType.STRING)))
        .setReservedThroughput(
            ReservedThroughput.newBuilder()
                .setCapacityUnit(CapacityUnit.newBuilder().setRead(0).setWrite(0)))
        .setTableOptions(TableOptions.newBuilder().setTimeToLive(-1).setMaxVersions(1));
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

  private static PutRowRequest put(Row row) {
    return PutRowRequest.newBuilder()
        .setTableName("t")
        .setRow(encoded(row))
        .setCondition(ANY)
        .build();
  }

  private static UpdateRowRequest update(Row row) {
    return UpdateRowRequest.newBuilder()
        .setTableName("t")
        .setRowChange(encoded(row))
        .setCondition(ANY)
        .build();
  }

  private static DeleteRowRequest delete(Row row) {
    return DeleteRowRequest.newBuilder()
        .setTableName("t")
        .setPrimaryKey(encoded(row))
        .setCondition(ANY)
        .build();
  }

  private static GetRowRequest.Builder get() {
    return GetRowRequest.newBuilder().setTableName("t").setPrimaryKey(CODEC.encodeKey(key("k")));
  }

  private static GetRangeRequest.Builder range(int limit) {
    return GetRangeRequest.newBuilder()
        .setTableName("t")
        .setDirection(Direction.FORWARD)
        .setMaxVersions(1)
        .setLimit(limit)
        .setInclusiveStartPrimaryKey(bound(Value.INF_MIN))
        .setExclusiveEndPrimaryKey(bound(Value.INF_MAX));
  }

  private static ComputeSplitPointsBySizeRequest.Builder splits() {
    return ComputeSplitPointsBySizeRequest.newBuilder().setTableName("t").setSplitSize(1);
  }

  private static BulkImportRequest.Builder imports(int rows) {
    BulkImportRequest.Builder request = BulkImportRequest.newBuilder().setTableName("t");
    for (int i = 0; i < rows; i++) {
      request.addRows(
          RowInBulkImportRequest.newBuilder()
              .setType(OperationType.PUT)
              .setRowChange(encoded(Row.of(key("k" + i), Cell.put("c", Value.of(i))))));
    }
    return request;
  }

  private static ByteString page(int offset, int limit) {
    return filter(
        FilterType.FT_COLUMN_PAGINATION,
        ColumnPaginationFilter.newBuilder()
            .setOffset(offset)
            .setLimit(limit)
            .build()
            .toByteString());
  }

  private static ByteString filter(FilterType type, ByteString inner) {
    return Filter.newBuilder().setType(type).setFilter(inner).build().toByteString();
  }

  private static PrimaryKey key(String value) {
    return PrimaryKey.of(new PrimaryKeyColumn("pk", Value.of(value)));
  }

  private static ByteString bound(Value value) {
    return CODEC.encodeKey(PrimaryKey.of(new PrimaryKeyColumn("pk", value)));
  }

  private static ByteString encoded(Row row) {
    return CODEC.encodeRow(row);
  }

  private static ByteString flipped(ByteString document) {
    byte[] bytes = document.toByteArray();
    bytes[bytes.length - 1] ^= 1;
    return ByteString.copyFrom(bytes);
  }
}
