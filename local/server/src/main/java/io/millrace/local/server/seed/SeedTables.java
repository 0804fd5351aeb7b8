package io.millrace.local.server.seed;

import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.IndexType;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.schema.Throughput;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables of a seed. */
final class SeedTables {
  private SeedTables() {}

  static TableSpec spec(Fields fields) {
    String name = fields.text("table");
    return new TableSpec(
        new TableSchema(name, key(fields), columns(fields)),
        new TableOptions(
            whole(fields, "ttl", TableOptions.FOREVER),
            whole(fields, "maxVersions", Limits.DEFAULT_MAX_VERSIONS),
            fields.number("deviation", Limits.DEFAULT_DEVIATION_SECONDS),
            !fields.has("allowUpdate") || fields.flag("allowUpdate")),
        stream(fields),
        Throughput.NONE,
        List.of(),
        fields.flag("transactions"),
        indexes(fields));
  }

  private static int whole(Fields fields, String name, int otherwise) {
    long value = fields.number(name, otherwise);
    if (value != (int) value) {
      throw fields.refused(name + " is " + value + "; give a smaller number.");
    }
    return (int) value;
  }

  private static StreamOptions stream(Fields fields) {
    List<String> origin = fields.texts("originColumns");
    if (!fields.has("stream")) {
      if (!origin.isEmpty()) {
        throw fields.refused("originColumns needs stream, the hours that changes are kept.");
      }
      return StreamOptions.OFF;
    }
    return new StreamOptions(true, whole(fields, "stream", 0), origin);
  }

  private static List<KeyColumn> key(Fields fields) {
    List<KeyColumn> key = new ArrayList<>();
    for (String column : fields.texts("key")) {
      String[] parts = column.split(":", -1);
      boolean auto = parts.length == 3 && parts[2].equals("auto");
      if (parts.length != 2 && !auto) {
        throw fields.refused(
            "The key column is '" + column + "'; write it like id:string or id:integer:auto.");
      }
      key.add(new KeyColumn(parts[0], type(fields, column, parts[1]), auto));
    }
    return key;
  }

  private static List<DefinedColumn> columns(Fields fields) {
    List<DefinedColumn> columns = new ArrayList<>();
    for (String column : fields.texts("columns")) {
      String[] parts = column.split(":", -1);
      if (parts.length != 2) {
        throw fields.refused("The column is '" + column + "'; write it like price:double.");
      }
      columns.add(new DefinedColumn(parts[0], type(fields, column, parts[1])));
    }
    return columns;
  }

  private static ValueType type(Fields fields, String column, String type) {
    return switch (type.toLowerCase(Locale.ROOT)) {
      case "string" -> ValueType.STRING;
      case "integer" -> ValueType.INTEGER;
      case "double" -> ValueType.DOUBLE;
      case "boolean" -> ValueType.BOOLEAN;
      case "binary" -> ValueType.BLOB;
      default ->
          throw fields.refused(
              "The type of column '"
                  + column
                  + "' must be string, integer, binary, double or boolean.");
    };
  }

  private static List<IndexSchema> indexes(Fields fields) {
    List<IndexSchema> indexes = new ArrayList<>();
    for (Fields index : fields.objects("indexes")) {
      String type = index.text("type", "global");
      if (!type.equals("global") && !type.equals("local")) {
        throw fields.refused("The type of an index is '" + type + "'; give global or local.");
      }
      indexes.add(
          new IndexSchema(
              index.text("name"),
              index.texts("key"),
              index.texts("columns"),
              type.equals("local") ? IndexType.LOCAL : IndexType.GLOBAL));
      index.refuseOthers();
    }
    return indexes;
  }
}
