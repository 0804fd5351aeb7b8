package io.millrace.local.engine;

import io.millrace.local.engine.row.RowExistence;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteType;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;

/** Chooses the values of a key column that the server counts: they rise through a whole table. */
final class AutoIncrement {

  private AutoIncrement() {}

  /** Returns the key of a write with a value in place of the placeholder. */
  static PrimaryKey complete(Commit commit, Table table, RowWrite write) {
    PrimaryKey key = write.row().primaryKey();
    int column = table.schema().autoIncrementIndex();
    if (column < 0 || key.value(column) != Value.AUTO_INCREMENT) {
      return key;
    }
    if (write.type() == WriteType.DELETE) {
      throw RowErrors.autoIncrementInDelete();
    }
    if (write.condition().filter() != null) {
      throw RowErrors.autoIncrementCondition();
    }
    if (write.condition().existence() != RowExistence.IGNORE) {
      throw RowErrors.autoIncrementExpectation(write.condition().existence().name());
    }
    byte[] counter = KeySpace.autoIncrement(table.definition().id());
    byte[] last = commit.get(counter);
    long next = last == null ? 1 : KeySpace.toLong(last) + 1;
    commit.put(counter, KeySpace.ofLong(next));
    PrimaryKeyColumn[] columns = new PrimaryKeyColumn[key.size()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = i == column ? new PrimaryKeyColumn(key.name(i), Value.of(next)) : key.column(i);
    }
    return PrimaryKey.of(columns);
  }

  /** Refuses to make a row whose value the server should have chosen. */
  static void checkExplicit(Table table, RowWrite write, StoredRow before) {
    int column = table.schema().autoIncrementIndex();
    if (column >= 0
        && before == null
        && write.type() != WriteType.DELETE
        && write.condition().existence() != RowExistence.EXPECT_EXIST
        && write.row().primaryKey().value(column) != Value.AUTO_INCREMENT) {
      throw RowErrors.autoIncrementExplicitValue(write.condition().existence().name());
    }
  }
}
