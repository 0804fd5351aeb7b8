package io.millrace.spark.row;

import io.millrace.spark.options.MismatchAction;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.TaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a task does with cells that do not fit their columns, and how many it met. The first one of
 * a column is told in the log, once for each query in a JVM. Not for use by several threads.
 */
public final class Mismatches {

  private static final Logger LOG = LoggerFactory.getLogger(Mismatches.class);
  private static final int MOST_REMEMBERED = 10_000;

  /** What was told, the oldest forgotten first. */
  private static final Set<String> TOLD =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<String, Boolean>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MOST_REMEMBERED;
                }
              }));

  private final MismatchAction action;
  private final String query;
  private long count;

  /**
   * What a task of a query does.
   *
   * @param query what tells the query from others
   */
  public Mismatches(MismatchAction action, String query) {
    this.action = action;
    this.query = query;
  }

  /** What the running task of Spark does; its query is the stream's or the statement's. */
  public static Mismatches ofTask(MismatchAction action) {
    TaskContext task = TaskContext.get();
    String stream = task == null ? null : task.getLocalProperty("sql.streaming.queryId");
    String statement = task == null ? null : task.getLocalProperty("spark.sql.execution.id");
    return new Mismatches(action, stream == null ? String.valueOf(statement) : stream);
  }

  /** For reads that fail at the first one. */
  public static Mismatches fatal() {
    return new Mismatches(MismatchAction.FAIL, "");
  }

  /** Whether a string column takes values of other types. */
  boolean becomeText() {
    return action == MismatchAction.STRING;
  }

  boolean becomeNull() {
    return action == MismatchAction.NULL;
  }

  /**
   * Counts a cell that was not what its column is.
   *
   * @param description the cell, for the first of its column
   */
  void count(String column, Supplier<String> description) {
    count++;
    if (!TOLD.contains(query + "/" + column)) {
      tell(column, description.get());
    }
  }

  private void tell(String column, String description) {
    if (TOLD.add(query + "/" + column)) {
      LOG.warn(
          "{}; it is read as {}, and others of this column in this query are counted and not told.",
          description,
          action == MismatchAction.NULL ? "NULL" : "text");
    }
  }

  /** How many cells did not fit so far. */
  public long count() {
    return count;
  }
}
