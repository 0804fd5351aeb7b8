package io.millrace.spark.write;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import io.millrace.spark.row.KeyedRow;
import java.util.List;

/**
 * Makes the change that writes a row.
 *
 * @param attributes the columns of the row's values
 */
record RowChanges(String table, List<String> attributes) {

  /** The change for a row. */
  RowChange of(KeyedRow row) {
    return switch (row.kind()) {
      case PUT -> put(row);
      case DELETE -> new RowDeleteChange(table, row.key());
      case UPDATE -> row.onlyIfAbsent() ? putIfAbsent(row) : update(row);
    };
  }

  private RowPutChange putIfAbsent(KeyedRow row) {
    RowPutChange put = put(row);
    put.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
    return put;
  }

  private RowUpdateChange update(KeyedRow row) {
    RowUpdateChange update = new RowUpdateChange(table, row.key());
    ColumnValue[] values = row.values();
    for (int i = 0; i < values.length; i++) {
      if (KeyedRow.isRemoval(values[i])) {
        update.deleteColumns(attributes.get(i));
      } else if (values[i] != null) {
        update.put(attributes.get(i), values[i]);
      }
    }
    return update;
  }

  private RowPutChange put(KeyedRow row) {
    RowPutChange put = new RowPutChange(table, row.key());
    ColumnValue[] values = row.values();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        put.addColumn(attributes.get(i), values[i]);
      }
    }
    return put;
  }
}
