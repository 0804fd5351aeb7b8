package io.millrace.spark.write;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.row.KeyedRow;
import io.millrace.spark.row.RowEncoder;
import io.millrace.spark.row.RowKind;
import io.millrace.spark.schema.TableKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * Makes a table hold the result of a query in complete mode and nothing else: after the rows of a
 * batch are written, rows with other keys are deleted. The table is looked through only when that
 * may find something: after the query's first batch in this JVM, and after one that lacks a key of
 * the batch before. Thread-safe.
 */
final class CompleteResults {

  static final CompleteResults SHARED = new CompleteResults();

  private static final int MAX_QUERIES = 100;

  private record Sink(String queryId, String table) {}

  /** The keys that a table holds after a query's last batch. */
  private final Map<Sink, KeyDigests> held =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sink, KeyDigests> eldest) {
          return size() > MAX_QUERIES;
        }
      };

  /** Deletes the rows of the table that no task of a batch has written. */
  void settle(String queryId, WriteTask task, WriterCommitMessage[] written) {
    KeyDigests result = keys(written);
    Sink sink = new Sink(queryId, task.connection().instance() + "." + task.key().table());
    KeyDigests before;
    synchronized (held) {
      before = held.remove(sink);
    }
    if (before == null || !result.containsAll(before)) {
      deleteOthers(task, result);
    }
    synchronized (held) {
      held.put(sink, result);
    }
  }

  /** Deletes the rows of the table that no task of a statement has written. */
  static void keepOnly(WriteTask task, WriterCommitMessage[] written) {
    deleteOthers(task, keys(written));
  }

  private static KeyDigests keys(WriterCommitMessage[] written) {
    KeyDigests keys = new KeyDigests();
    for (WriterCommitMessage message : written) {
      if (message instanceof TaskWritten done) {
        keys.addAll(done.keys());
      }
    }
    return keys;
  }

  private static void deleteOthers(WriteTask task, KeyDigests result) {
    String table = task.key().table();
    RetryLoop retries = RetryLoop.lasting(task.settings().retryTime());
    try (SharedClients clients = SharedClients.open(task.connection())) {
      RowEncoder encoder =
          new RowEncoder(task.key(), task.schema(), RowKind.DELETE, task.settings().nullAction());
      RowQueue deletes =
          RowDataWriter.queue(
              clients, table, task.settings(), encoder, new WriteCounts(), RefusedRows.FAIL_TASK);
      RangeRowQueryCriteria range = new RangeRowQueryCriteria(table);
      range.setMaxVersions(1);
      range.addColumnsToGet(task.key().names());
      range.setInclusiveStartPrimaryKey(all(task.key(), PrimaryKeyValue.INF_MIN));
      range.setExclusiveEndPrimaryKey(all(task.key(), PrimaryKeyValue.INF_MAX));
      PrimaryKey next = range.getInclusiveStartPrimaryKey();
      while (next != null) {
        range.setInclusiveStartPrimaryKey(next);
        GetRangeResponse page = page(clients, retries, range);
        for (Row row : page.getRows()) {
          if (!result.contains(row.getPrimaryKey())) {
            deletes.add(
                new KeyedRow(
                    RowKind.DELETE,
                    row.getPrimaryKey(),
                    new ColumnValue[encoder.attributes().size()],
                    row.getPrimaryKey().getDataSize()));
          }
        }
        next = page.getNextStartPrimaryKey();
      }
      deletes.finish();
    }
  }

  private static GetRangeResponse page(
      SharedClients clients, RetryLoop retries, RangeRowQueryCriteria range) {
    String table = range.getTableName();
    try {
      return retries.call(
          "looking for rows to delete in table " + table,
          () -> clients.sync().getRange(new GetRangeRequest(range)));
    } catch (RuntimeException e) {
      throw CallFailures.stopping(e, "Table " + table + ", whose other rows are to be deleted,");
    }
  }

  private static PrimaryKey all(TableKey key, PrimaryKeyValue bound) {
    PrimaryKeyBuilder builder = PrimaryKeyBuilder.createPrimaryKeyBuilder();
    key.names().forEach(name -> builder.addPrimaryKeyColumn(name, bound));
    return builder.build();
  }
}
