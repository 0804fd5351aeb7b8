package io.millrace.spark.write;

import io.millrace.spark.client.PlanningCalls;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.WriteSettings;
import io.millrace.spark.schema.TableKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of the tables that streams write to, asked for once per query: Spark plans the write of
 * a stream anew for every batch. Thread-safe.
 */
final class StreamKeys {

  static final StreamKeys SHARED = new StreamKeys();

  private static final int MAX_QUERIES = 1000;

  private record Sink(
      String queryId, Connection connection, String table, Optional<String> deadLetters) {}

  private final Map<Sink, TableKey> keys =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sink, TableKey> eldest) {
          return size() > MAX_QUERIES;
        }
      };

  /**
   * The key of a table.
   *
   * @param queryId the query's ID, which stays the same when it is started again
   * @param settings those of the write, which may be others when the query is started again
   * @param prepare what else is to be done once for the query and its table of dead letters
   */
  TableKey of(
      String queryId,
      Connection connection,
      String table,
      WriteSettings settings,
      Runnable prepare) {
    Sink sink = new Sink(queryId, connection, table, settings.deadLetterTable());
    synchronized (keys) {
      if (keys.containsKey(sink)) {
        return keys.get(sink);
      }
    }
    TableKey key;
    try (PlanningCalls calls = new PlanningCalls(connection, settings.retryTime())) {
      key = calls.describeTable(table);
    }
    prepare.run();
    synchronized (keys) {
      keys.put(sink, key);
    }
    return key;
  }
}
