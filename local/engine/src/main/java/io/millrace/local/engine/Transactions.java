package io.millrace.local.engine;

import io.millrace.local.engine.store.StoreException;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.StreamErrors;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The local transactions of one instance. They live in memory: a restart ends them all, as if they
 * had been aborted.
 */
final class Transactions {

  /** What an id looks like; other text was never the id of a transaction. */
  private static final Pattern ID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private static final long MILLIS = Limits.TRANSACTION_SECONDS * 1000L;

  private final EngineContext engine;
  private final Map<String, Transaction> byId = new HashMap<>();
  private final Map<Scope, Transaction> byScope = new HashMap<>();

  Transactions(EngineContext engine) {
    this.engine = engine;
  }

  private record Scope(Table table, Value partitionKey) {}

  /** Takes the lock of a partition key. */
  synchronized String start(Table table, PrimaryKey key) {
    if (key.size() != 1) {
      throw StreamErrors.transactionKeySize();
    }
    WriteCheck.checkKey(key);
    // With an auto-increment column the choice of transactions has no effect, as documented.
    if (!table.definition().localTransactions() || table.schema().autoIncrementIndex() >= 0) {
      throw StreamErrors.transactionDisabled();
    }
    table.checkColumn(key, 0);
    dropExpired();
    Scope scope = new Scope(table, key.value(0));
    if (byScope.containsKey(scope)) {
      throw StreamErrors.transactionLock(Transaction.text(key.value(0)));
    }
    String id = engine.ids().get().toString();
    Transaction transaction =
        new Transaction(
            id,
            table,
            key.value(0),
            engine.time().millis() + MILLIS,
            Commit.rehearsal(engine.store(), engine.time().micros()));
    byId.put(id, transaction);
    byScope.put(scope, transaction);
    return id;
  }

  /** Returns a transaction that has not ended. */
  synchronized Transaction get(String id) {
    dropExpired();
    Transaction transaction = byId.get(id);
    if (transaction == null && !ID.matcher(id).matches()) {
      throw StreamErrors.invalidTransactionId();
    }
    if (transaction == null) {
      throw StreamErrors.sessionNotExist();
    }
    return transaction;
  }

  void commit(String id) {
    Transaction transaction = get(id);
    try {
      engine.committer().run(commit -> transaction.commit(commit, engine.writer()));
    } catch (StoreException e) {
      transaction.reopen();
      throw e;
    }
    end(transaction);
  }

  void abort(String id) {
    end(get(id));
  }

  /** Refuses a write from outside of a transaction to a partition key that is locked. */
  void checkFree(Table table, PrimaryKey key) {
    if (table.definition().localTransactions() && isLocked(table, key.value(0))) {
      throw ServiceErrors.rowOperationConflict();
    }
  }

  private synchronized boolean isLocked(Table table, Value partitionKey) {
    dropExpired();
    return byScope.containsKey(new Scope(table, partitionKey));
  }

  private synchronized void end(Transaction transaction) {
    byId.remove(transaction.id());
    byScope.remove(new Scope(transaction.table(), transaction.partitionKey()));
  }

  private void dropExpired() {
    long now = engine.time().millis();
    byId.values().removeIf(transaction -> transaction.isExpired(now));
    byScope.values().removeIf(transaction -> transaction.isExpired(now));
  }
}
