package io.millrace.local.engine;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.error.StreamErrors;
import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.StringValue;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes to the rows of one partition key that are seen by their maker alone until they are
 * committed. They are carried out twice: at once on a {@link Commit} that is never written, which
 * answers the caller and his reads, and for good at the end. Since nobody else can write these rows
 * meanwhile, both come to the same.
 */
final class Transaction {

  private final String id;
  private final Table table;
  private final Value partitionKey;
  private final long deadlineMillis;
  private final Commit rehearsal;
  private final RowWriter writer = new RowWriter();
  private final List<RowWrite> writes = new ArrayList<>();
  private boolean ended;

  Transaction(String id, Table table, Value partitionKey, long deadlineMillis, Commit rehearsal) {
    this.id = id;
    this.table = table;
    this.partitionKey = partitionKey;
    this.deadlineMillis = deadlineMillis;
    this.rehearsal = rehearsal;
  }

  String id() {
    return id;
  }

  Table table() {
    return table;
  }

  Value partitionKey() {
    return partitionKey;
  }

  boolean isExpired(long nowMillis) {
    return nowMillis >= deadlineMillis || table.deleted();
  }

  /** Refuses rows of another table or partition key. */
  void checkScope(Table target, PrimaryKey key) {
    if (target != table || !key.value(0).equals(partitionKey)) {
      throw outOfScope(partitionKey, key.value(0));
    }
  }

  static ServiceException outOfScope(Value scope, Value key) {
    return StreamErrors.outOfTransaction(text(scope), text(key));
  }

  /** Carries out writes so that they can be read; all or none of them. */
  synchronized List<WriteResult> write(List<RowWrite> more) {
    checkNotEnded();
    List<WriteResult> results = new ArrayList<>();
    try {
      for (RowWrite write : more) {
        checkScope(
            table.schema().name().equals(write.table()) ? table : null, write.row().primaryKey());
        results.add(writer.write(rehearsal, table, write));
      }
    } catch (ServiceException e) {
      rehearsal.rollback();
      throw e;
    }
    rehearsal.accept();
    writes.addAll(more);
    return results;
  }

  synchronized byte[] get(byte[] storeKey) {
    return rehearsal.get(storeKey);
  }

  synchronized Snapshot snapshot() {
    return rehearsal.snapshot();
  }

  /** Carries out all writes for good; {@link #reopen} must follow if they are not stored. */
  synchronized void commit(Commit commit, RowWriter finalWriter) {
    checkNotEnded();
    ended = true;
    for (RowWrite write : writes) {
      finalWriter.write(commit, table, write);
    }
  }

  synchronized void reopen() {
    ended = false;
  }

  private void checkNotEnded() {
    if (ended) {
      throw StreamErrors.sessionNotExist();
    }
  }

  static String text(Value value) {
    if (value instanceof StringValue string) {
      return string.text();
    }
    return value instanceof IntegerValue integer
        ? Long.toString(integer.value())
        : value.toString();
  }
}
