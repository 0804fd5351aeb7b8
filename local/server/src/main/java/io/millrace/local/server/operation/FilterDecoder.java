package io.millrace.local.server.operation;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.millrace.local.engine.filter.ColumnFilter;
import io.millrace.local.engine.filter.Comparator;
import io.millrace.local.engine.filter.CompositeFilter;
import io.millrace.local.engine.filter.Extraction;
import io.millrace.local.engine.filter.Filter;
import io.millrace.local.engine.filter.PaginationFilter;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import io.millrace.protocol.wire.ColumnPaginationFilter;
import io.millrace.protocol.wire.ComparatorType;
import io.millrace.protocol.wire.CompositeColumnValueFilter;
import io.millrace.protocol.wire.SingleColumnValueFilter;
import io.millrace.protocol.wire.ValueTransferRule;
import java.util.ArrayList;
import java.util.List;

/** Decodes one filter, nested ones included. */
final class FilterDecoder {
  private static final int MAX_PATTERN_SIZE = 1_000;

  private int count;

  private FilterDecoder() {}

  /** The filter of a request, or null if it has none. */
  static Filter decode(ByteString bytes) {
    if (bytes.isEmpty()) {
      return null;
    }
    try {
      return new FilterDecoder().filter(io.millrace.protocol.wire.Filter.parseFrom(bytes));
    } catch (InvalidProtocolBufferException malformed) {
      throw ReadErrors.filterFormat();
    }
  }

  private Filter filter(io.millrace.protocol.wire.Filter message) {
    count++;
    if (count > Limits.FILTERS) {
      throw ReadErrors.filterCount();
    }
    if (!message.hasType() || !message.hasFilter()) {
      throw ReadErrors.filterFormat();
    }
    return switch (message.getType()) {
      case FT_SINGLE_COLUMN_VALUE -> single(message.getFilter());
      case FT_COMPOSITE_COLUMN_VALUE -> composite(message.getFilter());
      case FT_COLUMN_PAGINATION -> pagination(message.getFilter());
    };
  }

  private static Filter single(ByteString bytes) {
    SingleColumnValueFilter message;
    try {
      message = SingleColumnValueFilter.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw ReadErrors.relationFilterFormat();
    }
    if (!message.hasComparator() || !message.hasColumnName()) {
      throw ReadErrors.relationFilterFormat();
    }
    Comparator comparator = comparator(message.getComparator());
    boolean needsValue = comparator != Comparator.EXIST && comparator != Comparator.NOT_EXIST;
    return new ColumnFilter(
        comparator,
        message.getColumnName(),
        needsValue ? value(message.getColumnValue()) : null,
        !message.getFilterIfMissing(),
        message.getLatestVersionOnly(),
        message.hasValueTransRule() ? extraction(message.getValueTransRule()) : null);
  }

  private static Value value(ByteString bytes) {
    try {
      return Rows.variant(bytes);
    } catch (ServiceException malformed) {
      throw ReadErrors.relationFilterFormat();
    }
  }

  private static Comparator comparator(ComparatorType type) {
    return switch (type) {
      case CT_EQUAL -> Comparator.EQUAL;
      case CT_NOT_EQUAL -> Comparator.NOT_EQUAL;
      case CT_GREATER_THAN -> Comparator.GREATER_THAN;
      case CT_GREATER_EQUAL -> Comparator.GREATER_EQUAL;
      case CT_LESS_THAN -> Comparator.LESS_THAN;
      case CT_LESS_EQUAL -> Comparator.LESS_EQUAL;
      case CT_EXIST -> Comparator.EXIST;
      case CT_NOT_EXIST -> Comparator.NOT_EXIST;
    };
  }

  private static Extraction extraction(ValueTransferRule rule) {
    ValueType type =
        switch (rule.getCastType()) {
          case VT_INTEGER -> ValueType.INTEGER;
          case VT_DOUBLE -> ValueType.DOUBLE;
          case VT_STRING -> ValueType.STRING;
          case VT_NULL, VT_BLOB -> throw ReadErrors.relationFilterFormat();
        };
    if (PatternSize.of(rule.getRegex()) > MAX_PATTERN_SIZE) {
      throw ServiceErrors.parameterInvalid(
          "The regular expression of a filter is too large with its repetitions written out.");
    }
    try {
      return new Extraction(Pattern.compile(rule.getRegex()), type);
    } catch (PatternSyntaxException malformed) {
      throw ReadErrors.relationFilterFormat();
    }
  }

  private Filter composite(ByteString bytes) {
    CompositeColumnValueFilter message;
    try {
      message = CompositeColumnValueFilter.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw ReadErrors.compositeFilterFormat();
    }
    if (!message.hasCombinator()) {
      throw ReadErrors.compositeFilterFormat();
    }
    CompositeFilter.Combinator combinator =
        switch (message.getCombinator()) {
          case LO_NOT -> CompositeFilter.Combinator.NOT;
          case LO_AND -> CompositeFilter.Combinator.AND;
          case LO_OR -> CompositeFilter.Combinator.OR;
        };
    List<Filter> filters = new ArrayList<>(Math.min(message.getSubFiltersCount(), Limits.FILTERS));
    for (io.millrace.protocol.wire.Filter sub : message.getSubFiltersList()) {
      filters.add(filter(sub));
    }
    return new CompositeFilter(combinator, filters);
  }

  private static Filter pagination(ByteString bytes) {
    ColumnPaginationFilter message;
    try {
      message = ColumnPaginationFilter.parseFrom(bytes);
    } catch (InvalidProtocolBufferException malformed) {
      throw ReadErrors.paginationFilterFormat();
    }
    if (!message.hasOffset() || !message.hasLimit()) {
      throw ReadErrors.paginationFilterFormat();
    }
    return new PaginationFilter(message.getOffset(), message.getLimit());
  }
}
