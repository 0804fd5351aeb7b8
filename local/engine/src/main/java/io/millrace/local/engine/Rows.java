package io.millrace.local.engine;

import io.millrace.local.engine.row.Capacity;
import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowRead;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.protocol.error.ReadErrors;
import io.millrace.protocol.error.RowErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes of the rows of one instance. */
final class Rows {

  private final Tables tables;
  private final EngineContext engine;
  private final Transactions transactions;

  Rows(Tables tables, EngineContext engine) {
    this.tables = tables;
    this.engine = engine;
    this.transactions = new Transactions(engine);
  }

  Transactions transactions() {
    return transactions;
  }

  static void checkReads(String table, List<PrimaryKey> keys, ReadSpec read) {
    Names.checkTable(table);
    ReadCheck.check(read);
    if (!ReadCheck.hasVersions(read)) {
      throw ReadErrors.noVersionConditionInBatchGetRow();
    }
    keys.forEach(WriteCheck::checkKey);
  }

  RowRead get(String name, PrimaryKey key, ReadSpec read, String transactionId) {
    Names.checkTable(name);
    ReadCheck.check(read);
    if (!ReadCheck.hasVersions(read)) {
      throw ReadErrors.noVersionCondition();
    }
    WriteCheck.checkKey(key);
    Table table = tables.readable(name);
    table.checkKey(key);
    for (int i = 0; i < key.size(); i++) {
      if (key.value(i) == Value.AUTO_INCREMENT) {
        throw RowErrors.autoIncrementInRead();
      }
    }
    byte[] stored = find(table, key, transactionId);
    if (stored == null) {
      return new RowRead(null, Capacity.ofRead(0));
    }
    RowReader reader = new RowReader(read, table, engine.time().millis());
    Row row = reader.read(key, stored);
    return new RowRead(row, Capacity.ofRead(reader.bytesRead()));
  }

  private byte[] find(Table table, PrimaryKey key, String transactionId) {
    byte[] storeKey = table.keys().encode(key);
    if (transactionId == null) {
      return engine.store().get(storeKey);
    }
    Transaction transaction = transactions.get(transactionId);
    transaction.checkScope(table, key);
    return transaction.get(storeKey);
  }

  RangePage range(RangeQuery query, String transactionId) {
    Names.checkTable(query.table());
    RangeReader.check(query);
    Table table = tables.readable(query.table());
    if (transactionId == null) {
      return engine.ranges().read(table, query);
    }
    table.checkKey(query.start());
    table.checkKey(query.end());
    Transaction transaction = transactions.get(transactionId);
    transaction.checkScope(table, query.start());
    transaction.checkScope(table, query.end());
    try (Snapshot snapshot = transaction.snapshot()) {
      return engine.ranges().read(table, query, snapshot);
    }
  }

  WriteResult write(RowWrite write, String transactionId) {
    check(write);
    if (transactionId != null) {
      return writeInTransaction(List.of(write), transactionId).get(0);
    }
    WriteResult[] result = new WriteResult[1];
    engine.committer().run(commit -> result[0] = write(commit, write));
    return result[0];
  }

  List<WriteResult> writeBatch(List<RowWrite> writes, boolean atomic) {
    writes.forEach(Rows::check);
    WriteResult[] results = new WriteResult[writes.size()];
    engine
        .committer()
        .run(
            commit -> {
              if (atomic) {
                AtomicBatch.byTable(writes)
                    .forEach(batch -> batch.write(commit, write -> write(commit, write), results));
              } else {
                for (int i = 0; i < results.length; i++) {
                  results[i] = writeAlone(commit, writes.get(i));
                }
              }
            });
    return List.of(results);
  }

  List<WriteResult> writeInTransaction(List<RowWrite> writes, String transactionId) {
    writes.forEach(Rows::check);
    return transactions.get(transactionId).write(writes);
  }

  List<WriteResult> importRows(List<RowWrite> writes) {
    writes.forEach(Rows::check);
    List<WriteResult> results = new ArrayList<>(writes.size());
    engine
        .committer()
        .run(
            commit -> {
              for (RowWrite write : writes) {
                results.add(importAlone(commit, write));
              }
            });
    return results;
  }

  List<PrimaryKey> splitPoints(String name, long splitBytes, int maxPoints) {
    return engine.splits().of(tables.readable(name), splitBytes, maxPoints);
  }

  private static void check(RowWrite write) {
    WriteCheck.check(write);
    if (write.condition().filter() != null) {
      ReadCheck.check(write.condition().filter());
    }
  }

  private WriteResult write(Commit commit, RowWrite write) {
    Table table = tables.get(write.table());
    if (write.row().primaryKey().size() > 0) {
      transactions.checkFree(table, write.row().primaryKey());
    }
    return engine.writer().write(commit, table, write);
  }

  private WriteResult writeAlone(Commit commit, RowWrite write) {
    try {
      WriteResult result = write(commit, write);
      commit.accept();
      return result;
    } catch (ServiceException e) {
      commit.rollback();
      return WriteResult.failed(e);
    }
  }

  private WriteResult importAlone(Commit commit, RowWrite write) {
    try {
      ImportCheck.check(tables.get(write.table()), write);
    } catch (ServiceException e) {
      return WriteResult.failed(e);
    }
    return writeAlone(commit, write);
  }
}
