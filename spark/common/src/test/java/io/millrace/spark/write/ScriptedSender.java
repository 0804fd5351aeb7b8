package io.millrace.spark.write;

import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse.RowResult;
import com.alicloud.openservices.tablestore.model.ConsumedCapacity;
import com.alicloud.openservices.tablestore.model.Error;
import com.alicloud.openservices.tablestore.model.Response;
import io.millrace.spark.row.KeyedRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Answers write requests as told, on a thread of its own: what a healthy server never does.
 * Requests beyond the script succeed.
 */
final class ScriptedSender implements RequestSender, AutoCloseable {

  static final String TABLE = "T";

  final List<List<KeyedRow>> requests = new ArrayList<>();
  private final Deque<Function<List<KeyedRow>, Outcome>> script = new ArrayDeque<>();
  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  ScriptedSender then(Function<List<KeyedRow>, Outcome> answer) {
    script.add(answer);
    return this;
  }

  /** An answer that refuses some rows of a request, by their places. */
  static Function<List<KeyedRow>, Outcome> refusing(String code, String message, int... places) {
    return rows -> {
      BatchWriteRowResponse response = new BatchWriteRowResponse(new Response("r"));
      for (int i = 0; i < rows.size(); i++) {
        boolean refused = false;
        for (int place : places) {
          refused |= place == i;
        }
        response.addRowResult(
            refused
                ? new RowResult(TABLE, null, new Error(code, message), i)
                : new RowResult(TABLE, null, (ConsumedCapacity) null, i));
      }
      return new Outcome(rows, response, null);
    };
  }

  /** No answer but a failure. */
  static Function<List<KeyedRow>, Outcome> failing(Exception failure) {
    return rows -> new Outcome(rows, null, failure);
  }

  @Override
  public synchronized void send(List<KeyedRow> rows, Consumer<Outcome> whenDone) {
    requests.add(List.copyOf(rows));
    Function<List<KeyedRow>, Outcome> answer =
        script.isEmpty() ? refusing("", "") : script.remove();
    thread.execute(() -> whenDone.accept(answer.apply(rows)));
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
