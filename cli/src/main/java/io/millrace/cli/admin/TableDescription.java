package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.DefinedColumnSchema;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.IndexMeta;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.StreamDetails;
import com.alicloud.openservices.tablestore.model.TableOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/** What a table is, as a document for JSON and as lines for a table. */
final class TableDescription {
  private TableDescription() {}

  static Map<String, Object> of(DescribeTableResponse table) {
    TableOptions options = table.getTableOptions();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("table", table.getTableMeta().getTableName());
    document.put("primaryKey", key(table.getTableMeta().getPrimaryKeyList()));
    document.put("definedColumns", defined(table.getTableMeta().getDefinedColumnsList()));
    document.put("timeToLive", options.hasSetTimeToLive() ? options.getTimeToLive() : null);
    document.put("maxVersions", options.hasSetMaxVersions() ? options.getMaxVersions() : null);
    document.put(
        "maxTimeDeviation",
        options.hasSetMaxTimeDeviation() ? options.getMaxTimeDeviation() : null);
    document.put("stream", stream(table.getStreamDetails()));
    document.put("reservedThroughput", capacity(table));
    document.put("indexes", indexes(table.getIndexMeta()));
    document.put("shardSplits", table.getShardSplits().size());
    document.put("created", micros(table.getCreationTime()));
    return document;
  }

  /** Gives each leaf of the document with its path, such as {@code stream.enabled}. */
  static void flatten(String path, Object value, BiConsumer<String, Object> leaf) {
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, part) -> flatten(path.isEmpty() ? "" + name : path + "." + name, part, leaf));
    } else if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        flatten(path + "[" + i + "]", list.get(i), leaf);
      }
    } else if (value != null) {
      leaf.accept(path, value);
    }
  }

  private static List<Object> key(List<PrimaryKeySchema> columns) {
    List<Object> key = new ArrayList<>();
    for (PrimaryKeySchema column : columns) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("name", column.getName());
      document.put("type", column.getType().name().toLowerCase(Locale.ROOT));
      if (column.hasOption()) {
        document.put("option", "auto");
      }
      key.add(document);
    }
    return key;
  }

  private static List<Object> defined(List<DefinedColumnSchema> columns) {
    List<Object> defined = new ArrayList<>();
    for (DefinedColumnSchema column : columns) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("name", column.getName());
      document.put("type", column.getType().name().toLowerCase(Locale.ROOT));
      defined.add(document);
    }
    return defined;
  }

  private static Map<String, Object> stream(StreamDetails stream) {
    Map<String, Object> document = new LinkedHashMap<>();
    boolean enabled = stream != null && stream.isEnableStream();
    document.put("enabled", enabled);
    if (enabled) {
      document.put("id", stream.getStreamId());
      document.put("expirationHours", stream.getExpirationTime());
      document.put("lastEnabled", micros(stream.getLastEnableTime()));
    }
    return document;
  }

  private static Map<String, Object> capacity(DescribeTableResponse table) {
    CapacityUnit unit = table.getReservedThroughputDetails().getCapacityUnit();
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("read", unit.hasSetReadCapacityUnit() ? unit.getReadCapacityUnit() : null);
    document.put("write", unit.hasSetWriteCapacityUnit() ? unit.getWriteCapacityUnit() : null);
    return document;
  }

  private static List<Object> indexes(List<IndexMeta> indexes) {
    List<Object> documents = new ArrayList<>();
    for (IndexMeta index : indexes) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("name", index.getIndexName());
      document.put("primaryKey", String.join(",", index.getPrimaryKeyList()));
      document.put("definedColumns", String.join(",", index.getDefinedColumnsList()));
      documents.add(document);
    }
    return documents;
  }

  private static String micros(long time) {
    return time <= 0 ? null : Instant.ofEpochMilli(TimeUnit.MICROSECONDS.toMillis(time)).toString();
  }
}
