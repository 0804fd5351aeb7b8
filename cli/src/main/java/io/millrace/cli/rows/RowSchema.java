package io.millrace.cli.rows;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DefinedColumnSchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.TableMeta;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a table says about its rows: the columns of its key, and those of its attributes that were
 * defined with a type.
 */
public record RowSchema(String table, List<KeyColumn> key, ColumnTypes defined) {
  /** One column of the key. */
  public record KeyColumn(String name, CellType type, boolean autoIncrement) {
    /** The value as this column of a key. */
    PrimaryKeyColumn of(ColumnValue value) {
      return new PrimaryKeyColumn(name, PrimaryKeyValue.fromColumn(value));
    }

    /** The placeholder that lets the service choose the value. */
    PrimaryKeyColumn automatic() {
      return new PrimaryKeyColumn(name, PrimaryKeyValue.AUTO_INCREMENT);
    }
  }

  /** The schema that a description of a table holds. */
  public static RowSchema of(TableMeta meta) {
    List<KeyColumn> key = meta.getPrimaryKeyList().stream().map(RowSchema::keyColumn).toList();
    Map<String, CellType> defined = new LinkedHashMap<>();
    for (DefinedColumnSchema column : meta.getDefinedColumnsList()) {
      defined.put(column.getName(), CellType.of(column.getType()));
    }
    return new RowSchema(meta.getTableName(), key, new ColumnTypes(defined));
  }

  private static KeyColumn keyColumn(PrimaryKeySchema column) {
    return new KeyColumn(column.getName(), CellType.of(column.getType()), column.hasOption());
  }

  /** The key column of that name, or null. */
  public KeyColumn keyColumn(String name) {
    return key.stream().filter(column -> column.name().equals(name)).findFirst().orElse(null);
  }

  /** The key as messages show it: {@code UserId (string), OrderId (string)}. */
  public String describeKey() {
    return key.stream()
        .map(column -> column.name() + " (" + column.type().label() + ")")
        .collect(Collectors.joining(", "));
  }
}
