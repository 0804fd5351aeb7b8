package io.millrace.spark.schema;

import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import io.millrace.spark.error.InvalidCatalogException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The key of a table as the service describes it.
 *
 * @param table the table's name
 * @param columns its key columns in their order
 */
public record TableKey(String table, List<Column> columns) implements Serializable {

  /**
   * One key column.
   *
   * @param autoIncrement whether the service gives the value
   */
  public record Column(String name, ServiceType type, boolean autoIncrement)
      implements Serializable {}

  public TableKey {
    columns = List.copyOf(columns);
  }

  /** The key in the service's description of a table. */
  public static TableKey of(TableMeta meta) {
    return new TableKey(
        meta.getTableName(), meta.getPrimaryKeyList().stream().map(TableKey::column).toList());
  }

  private static Column column(PrimaryKeySchema schema) {
    return new Column(
        schema.getName(),
        type(schema.getType()),
        schema.getOption() == PrimaryKeyOption.AUTO_INCREMENT);
  }

  private static ServiceType type(PrimaryKeyType type) {
    return switch (type) {
      case INTEGER -> ServiceType.INTEGER;
      case STRING -> ServiceType.STRING;
      case BINARY -> ServiceType.BINARY;
      default -> throw new IllegalArgumentException("key type " + type);
    };
  }

  /** The names of the key columns, in their order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** Whether the service makes the values of a key column. */
  public boolean isAutoIncrement(String name) {
    return columns.stream()
        .anyMatch(column -> column.autoIncrement() && column.name().equals(name));
  }

  /** Checks that a schema can stand for the table: {@link #checkTypes}, and every key column. */
  public void check(StructType schema) {
    checkTypes(schema);
    List<String> missing = missingFrom(schema.fieldNames());
    if (!missing.isEmpty()) {
      throw new InvalidCatalogException(
              "The columns given for table "
                  + table
                  + " lack its key column"
                  + (missing.size() == 1 ? " " : "s ")
                  + quoted(missing)
                  + ": add "
                  + (missing.size() == 1 ? "it" : "them")
                  + " to catalog.")
          .unchecked();
    }
  }

  /** The key columns that are not among some names. */
  public List<String> missingFrom(String... present) {
    return names().stream().filter(name -> !Arrays.asList(present).contains(name)).toList();
  }

  /** Checks that cells can hold the types of a schema, and its key columns the keys. */
  public void checkTypes(StructType schema) {
    for (StructField field : schema.fields()) {
      ServiceType type = ServiceType.of(field.dataType()).orElseThrow(() -> unsupported(field));
      for (Column column : columns) {
        if (column.name().equals(field.name()) && column.type() != type) {
          throw wrongType(column, field);
        }
      }
    }
  }

  private RuntimeException wrongType(Column column, StructField field) {
    return new InvalidCatalogException(
            "Key column '"
                + column.name()
                + "' of table "
                + table
                + " is "
                + column.type()
                + " in Tablestore but "
                + field.dataType().simpleString()
                + " in the columns given: make it "
                + suggestion(column.type())
                + ".")
        .unchecked();
  }

  private RuntimeException unsupported(StructField field) {
    return new InvalidCatalogException(
            "Column '"
                + field.name()
                + "' of table "
                + table
                + " has the type "
                + field.dataType().simpleString()
                + ", which Tablestore has no cells for: "
                + (isNested(field.dataType()) ? "keep it as text with to_json, or " : "")
                + "use one of "
                + ServiceType.knownNames()
                + ".")
        .unchecked();
  }

  private static boolean isNested(DataType type) {
    return type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type.typeName().equals("variant");
  }

  /** Names as a sentence shows them. */
  public static String quoted(List<String> names) {
    return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
  }

  private static String suggestion(ServiceType type) {
    return switch (type) {
      case INTEGER -> "long";
      case STRING -> "string";
      case BINARY -> "binary";
      default -> throw new IllegalStateException("no key column is " + type);
    };
  }
}
