package io.millrace.spark.write;

import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import io.millrace.spark.row.KeyedRow;
import java.util.List;
import java.util.function.Consumer;

/** Sends write requests to one table. */
interface RequestSender {

  /**
   * How a request ended.
   *
   * @param response the answer, null when there was none
   * @param failure why there was none, else null
   */
  record Outcome(List<KeyedRow> rows, BatchWriteRowResponse response, Exception failure) {}

  /**
   * Sends rows, no key twice. Waits while too many requests are under way, and not for the answer.
   *
   * @param whenDone called once, from any thread
   */
  void send(List<KeyedRow> rows, Consumer<Outcome> whenDone) throws InterruptedException;
}
