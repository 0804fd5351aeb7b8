package io.millrace.spark.write;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import io.millrace.spark.error.UnwritableRowException;
import java.util.Map;

/** What becomes of a row that cannot be written, now or ever. */
interface RefusedRows {

  /** The refusal fails the task. */
  RefusedRows FAIL_TASK =
      (values, reason) -> {
        throw reason.unchecked();
      };

  /**
   * Takes a row.
   *
   * @param values what it holds, by columns
   * @param reason why it was refused, with its key
   */
  void refused(Map<String, ColumnValue> values, UnwritableRowException reason);
}
