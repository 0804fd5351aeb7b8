package io.millrace.local.engine;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The writes of a request to one table that are done together or not at all. */
final class AtomicBatch {

  private final List<RowWrite> writes;
  private final List<Integer> indexes = new ArrayList<>();

  private AtomicBatch(List<RowWrite> writes) {
    this.writes = writes;
  }

  /** Divides writes by their tables. */
  static Collection<AtomicBatch> byTable(List<RowWrite> writes) {
    Map<String, AtomicBatch> batches = new LinkedHashMap<>();
    for (int i = 0; i < writes.size(); i++) {
      batches
          .computeIfAbsent(writes.get(i).table(), table -> new AtomicBatch(writes))
          .indexes
          .add(i);
    }
    return batches.values();
  }

  /**
   * Carries out the writes; if one fails, none is done and all have its error.
   *
   * @param results takes each write's answer at the write's place
   */
  void write(Commit commit, Function<RowWrite, WriteResult> writer, WriteResult[] results) {
    commit.accept();
    try {
      for (int i : indexes) {
        checkPartition(writes.get(i));
        results[i] = writer.apply(writes.get(i));
      }
      commit.accept();
    } catch (ServiceException e) {
      commit.rollback();
      for (int i : indexes) {
        results[i] = WriteResult.failed(e);
      }
    }
  }

  private void checkPartition(RowWrite write) {
    Value first = writes.get(indexes.get(0)).row().primaryKey().value(0);
    Value value = write.row().primaryKey().value(0);
    if (!value.equals(first)) {
      throw Transaction.outOfScope(first, value);
    }
  }
}
