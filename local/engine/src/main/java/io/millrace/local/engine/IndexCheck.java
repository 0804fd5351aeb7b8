package io.millrace.local.engine;

import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.IndexType;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.SchemaErrors;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What can be wrong with a secondary index, and what table it is. */
final class IndexCheck {

  /** How many secondary indexes a table can have. */
  static final int INDEXES_PER_TABLE = 5;

  private IndexCheck() {}

  /** Refuses an index that no table can have. */
  static void checkForm(IndexSchema index) {
    Names.checkTable(index.name());
    if (index.key().isEmpty() || index.key().size() > Limits.PRIMARY_KEY_COLUMNS) {
      throw SchemaErrors.indexPrimaryKeyCount();
    }
    if (index.columns().size() > Limits.DEFINED_COLUMNS) {
      throw SchemaErrors.indexColumnCount();
    }
  }

  /** Refuses an index that its table, as it is, cannot have. */
  static void check(IndexSchema index, TableSchema table, TableOptions options) {
    checkForm(index);
    Set<String> names = new HashSet<>();
    for (String column : index.key()) {
      if (!names.add(column)) {
        throw SchemaErrors.duplicatePrimaryKey(column);
      }
      checkKeyColumn(keyColumn(table, column));
    }
    if (table.autoIncrementIndex() >= 0
        && index.key().get(0).equals(table.key().get(table.autoIncrementIndex()).name())) {
      throw SchemaErrors.autoIncrementFirst(index.name());
    }
    for (String column : index.columns()) {
      if (defined(table, column).isEmpty()) {
        throw SchemaErrors.columnNotExist(column);
      }
      if (!names.add(column)) {
        throw ServiceErrors.parameterInvalid("Duplicated column name: '" + column + "'.");
      }
    }
    if (index.type() == IndexType.LOCAL && !index.key().get(0).equals(table.key().get(0).name())) {
      throw ServiceErrors.parameterInvalid(
          "The first primary key column of local index '%s' must be '%s', that of its table."
              .formatted(index.name(), table.key().get(0).name()));
    }
    checkOptions(options);
  }

  /** Refuses options under which entries would not be those of what can be read. */
  static void checkOptions(TableOptions options) {
    if (options.maxVersions() != 1) {
      throw ServiceErrors.parameterInvalid(
          "A table with secondary indexes must have max versions 1, not %d."
              .formatted(options.maxVersions()));
    }
    if (options.timeToLive() != TableOptions.FOREVER && options.allowUpdate()) {
      throw ServiceErrors.parameterInvalid(
          "A table with secondary indexes and a time to live must not allow updates.");
    }
  }

  private static void checkKeyColumn(KeyColumn column) {
    if (column.type() != ValueType.INTEGER
        && column.type() != ValueType.STRING
        && column.type() != ValueType.BLOB) {
      throw SchemaErrors.invalidPrimaryKeyType();
    }
  }

  /** Returns the index as a table: its key, then what it lacks of the table's key. */
  static TableSchema schemaOf(IndexSchema index, TableSchema table) {
    List<KeyColumn> key = new ArrayList<>();
    for (String column : index.key()) {
      key.add(keyColumn(table, column));
    }
    for (KeyColumn column : table.key()) {
      if (!index.key().contains(column.name())) {
        key.add(new KeyColumn(column.name(), column.type()));
      }
    }
    List<DefinedColumn> columns =
        index.columns().stream().map(column -> defined(table, column).orElseThrow()).toList();
    return new TableSchema(index.name(), key, columns);
  }

  private static KeyColumn keyColumn(TableSchema table, String name) {
    for (KeyColumn column : table.key()) {
      if (column.name().equals(name)) {
        return new KeyColumn(name, column.type());
      }
    }
    return defined(table, name)
        .map(column -> new KeyColumn(name, column.type()))
        .orElseThrow(() -> SchemaErrors.columnNotExist(name));
  }

  private static Optional<DefinedColumn> defined(TableSchema table, String name) {
    return table.definedColumns().stream().filter(c -> c.name().equals(name)).findFirst();
  }
}
