package io.millrace.local.server;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.wire.BulkExportRequest;
import io.millrace.protocol.wire.ColumnPaginationFilter;
import io.millrace.protocol.wire.ComputeSplitPointsBySizeRequest;
import io.millrace.protocol.wire.DescribeStreamRequest;
import io.millrace.protocol.wire.Direction;
import io.millrace.protocol.wire.Filter;
import io.millrace.protocol.wire.FilterType;
import io.millrace.protocol.wire.GetRangeRequest;
import io.millrace.protocol.wire.GetRowRequest;
import io.millrace.protocol.wire.TimeRange;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Reads that cannot be done. */
class MalformedReadsIT extends MalformedCalls {
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

  private static DynamicTest invalid(
      String name, String message, ComputeSplitPointsBySizeRequest.Builder request) {
    return invalid(name, message, "ComputeSplitPointsBySize", request);
  }

  private static DynamicTest fine(String name, ComputeSplitPointsBySizeRequest.Builder request) {
    return fine(name, "ComputeSplitPointsBySize", request);
  }

  private static DynamicTest unfiltered(String name, String message, ByteString filter) {
    return invalid(name, message, "GetRow", get().setMaxVersions(1).setFilter(filter));
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

  private static ByteString page(int offset, int limit) {
    return filter(
        FilterType.FT_COLUMN_PAGINATION,
        ColumnPaginationFilter.newBuilder()
            .setOffset(offset)
            .setLimit(limit)
            .build()
            .toByteString());
  }

  private static ByteString bound(Value value) {
    return CODEC.encodeKey(PrimaryKey.of(new PrimaryKeyColumn("pk", value)));
  }
}
