package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.TimeRange;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.wire.GetRangeRequest;
import io.millrace.protocol.wire.GetRowRequest;
import io.millrace.protocol.wire.TableInBatchGetRowRequest;
import java.util.List;
import java.util.Set;

/** What the three kinds of reads want of a row: the same fields under different numbers. */
final class ReadSpecs {
  private ReadSpecs() {}

  static ReadSpec of(GetRowRequest request) {
    return spec(
        request.getColumnsToGetList(),
        request.hasTimeRange() ? request.getTimeRange() : null,
        request.hasMaxVersions() ? request.getMaxVersions() : null,
        request.getFilter(),
        request.hasStartColumn() ? request.getStartColumn() : null,
        request.hasEndColumn() ? request.getEndColumn() : null);
  }

  static ReadSpec of(GetRangeRequest request) {
    return spec(
        request.getColumnsToGetList(),
        request.hasTimeRange() ? request.getTimeRange() : null,
        request.hasMaxVersions() ? request.getMaxVersions() : null,
        request.getFilter(),
        request.hasStartColumn() ? request.getStartColumn() : null,
        request.hasEndColumn() ? request.getEndColumn() : null);
  }

  static ReadSpec of(TableInBatchGetRowRequest request) {
    return spec(
        request.getColumnsToGetList(),
        request.hasTimeRange() ? request.getTimeRange() : null,
        request.hasMaxVersions() ? request.getMaxVersions() : null,
        request.getFilter(),
        request.hasStartColumn() ? request.getStartColumn() : null,
        request.hasEndColumn() ? request.getEndColumn() : null);
  }

  private static ReadSpec spec(
      List<String> columns,
      io.millrace.protocol.wire.TimeRange timeRange,
      Integer maxVersions,
      ByteString filter,
      String startColumn,
      String endColumn) {
    if (columns.size() > Limits.COLUMNS_TO_GET) {
      throw ReadErrors.columnCount(columns.size());
    }
    if (maxVersions != null && maxVersions <= 0) {
      throw ReadErrors.maxVersions(maxVersions);
    }
    return new ReadSpec(
        Set.copyOf(columns),
        timeRange == null ? null : timeRange(timeRange, maxVersions != null),
        maxVersions == null ? 0 : maxVersions,
        FilterDecoder.decode(filter),
        startColumn,
        endColumn);
  }

  private static TimeRange timeRange(
      io.millrace.protocol.wire.TimeRange message, boolean withMaxVersions) {
    if (message.hasSpecificTime()) {
      if (message.hasStartTime() || message.hasEndTime()) {
        throw ReadErrors.specificTimeAndRange();
      }
      if (withMaxVersions) {
        throw ReadErrors.specificTimeAndMaxVersions();
      }
      if (message.getSpecificTime() < 0) {
        throw ReadErrors.negativeSpecificTime();
      }
      if (message.getSpecificTime() >= Limits.TIMESTAMP_BOUND) {
        throw RowErrors.timestampRange();
      }
      return TimeRange.at(message.getSpecificTime());
    }
    if (!message.hasStartTime() || !message.hasEndTime()) {
      throw ReadErrors.halfTimeRange();
    }
    return new TimeRange(message.getStartTime(), message.getEndTime());
  }
}
