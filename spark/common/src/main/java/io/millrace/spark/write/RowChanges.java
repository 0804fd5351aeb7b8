package io.millrace.spark.write;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import io.millrace.spark.options.RowChangeKind;
import io.millrace.spark.row.KeyedRow;
import java.util.List;

/**
 * Makes the change that writes a row.
 *
 * @param attributes the columns of the row's values
 */
record RowChanges(String table, List<String> attributes, RowChangeKind kind) {

  /** The change for a row. Values that are NULL are not part of it. */
  RowChange of(KeyedRow row) {
    if (kind == RowChangeKind.PUT) {
      return put(row);
    }
    if (onlyIfAbsent(row)) {
      RowPutChange put = put(row);
      put.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
      return put;
    }
    RowUpdateChange update = new RowUpdateChange(table, row.key());
    ColumnValue[] values = row.values();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != null) {
        update.put(attributes.get(i), values[i]);
      }
    }
    return update;
  }

  /**
   * Whether the row must only come to exist. An update has to name a column; a bare key is put
   * instead, unless that would take away what a row of the key has.
   */
  boolean onlyIfAbsent(KeyedRow row) {
    return kind == RowChangeKind.UPDATE && row.isBare();
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

  /** The row that stands for two rows of one key, written one after the other. */
  KeyedRow merge(KeyedRow earlier, KeyedRow later) {
    return kind == RowChangeKind.PUT ? later : earlier.updatedBy(later);
  }
}
