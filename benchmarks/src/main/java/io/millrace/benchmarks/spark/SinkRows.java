package io.millrace.benchmarks.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows of 150 bytes, made before, into a table, again and again. Arguments: the server's endpoint
 * and process id, the table, rows, rounds.
 */
public final class SinkRows {

  private SinkRows() {}

  /** Runs and prints. */
  public static void main(String[] args) throws Exception {
    Session session = new Session(args[0]);
    long server = Long.parseLong(args[1]);
    long rows = Long.parseLong(args[3]);
    session.table(
        "rows",
        args[2],
        "{\"columns\": {\"user\": {\"type\": \"string\"}, \"order\": {\"type\": \"string\"},"
            + " \"price\": {\"type\": \"double\"}, \"text\": {\"type\": \"string\"},"
            + " \"timestamp\": {\"type\": \"long\"}}}");
    for (int round = 0; round < Integer.parseInt(args[4]); round++) {
      long first = 1_000_000_000L * (round + 1);
      Dataset<Row> made =
          session
              .spark
              .range(first, first + rows, 1, 2)
              .selectExpr(
                  "concat('user', lpad(string(id % 100000), 6, '0')) AS user",
                  "concat('order', lpad(string(id), 10, '0')) AS order",
                  "id / 100D AS price",
                  "repeat('x', 86) AS text",
                  "id AS timestamp")
              .cache();
      made.count();
      Cost before = Cost.now(server);
      made.write().mode("append").insertInto("rows");
      System.out.printf(
          "  %-34s %s%n",
          round == 0 ? "the sink, cold" : "the sink", Cost.now(server).since(before).of(rows));
      made.unpersist(true);
    }
    session.spark.stop();
  }
}
