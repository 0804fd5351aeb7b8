package io.millrace.spark.write;

import com.alicloud.openservices.tablestore.AsyncClientInterface;
import com.alicloud.openservices.tablestore.TableStoreCallback;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import io.millrace.spark.client.WriteBudget;
import io.millrace.spark.row.KeyedRow;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Sends write requests without waiting for their answers, no more of them at a time than the budget
 * allows. All tasks of a JVM that write to one table share it.
 */
final class AsyncRequestSender implements RequestSender {

  private final AsyncClientInterface client;
  private final WriteBudget budget;
  private final RowChanges changes;

  AsyncRequestSender(AsyncClientInterface client, WriteBudget budget, RowChanges changes) {
    this.client = client;
    this.budget = budget;
    this.changes = changes;
  }

  @Override
  public void send(List<KeyedRow> rows, Consumer<Outcome> whenDone) throws InterruptedException {
    BatchWriteRowRequest request = new BatchWriteRowRequest();
    rows.forEach(row -> request.addRowChange(changes.of(row)));
    long bytes = rows.stream().mapToLong(KeyedRow::size).sum();
    budget.acquire(rows.size(), bytes);
    AtomicBoolean done = new AtomicBoolean();
    Consumer<Outcome> once =
        outcome -> {
          if (done.compareAndSet(false, true)) {
            budget.release(rows.size(), bytes);
            whenDone.accept(outcome);
          }
        };
    try {
      Future<BatchWriteRowResponse> unused =
          client.batchWriteRow(
              request,
              new TableStoreCallback<>() {
                @Override
                public void onCompleted(BatchWriteRowRequest sent, BatchWriteRowResponse response) {
                  once.accept(new Outcome(rows, response, null));
                }

                @Override
                public void onFailed(BatchWriteRowRequest sent, Exception failure) {
                  once.accept(new Outcome(rows, null, failure));
                }
              });
    } catch (RuntimeException e) {
      once.accept(new Outcome(rows, null, e));
    }
  }
}
