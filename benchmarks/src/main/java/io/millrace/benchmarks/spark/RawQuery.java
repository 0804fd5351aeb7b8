package io.millrace.benchmarks.spark;

import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;

/**
 * Every change of a table into nothing, as fast as it comes: with no trigger named, until so many
 * rows have come. Arguments: the server's endpoint and process id, the table, its rows, rounds,
 * rows per channel and batch. The last line is the median alone.
 */
public final class RawQuery {

  private RawQuery() {}

  /** Runs and prints. */
  public static void main(String[] args) throws Exception {
    Session session = new Session(args[0]);
    long server = Long.parseLong(args[1]);
    long rows = Long.parseLong(args[3]);
    int rounds = Integer.parseInt(args[4]);
    session.orders(args[2]);
    double[] rates = new double[rounds];
    double[] cpuRates = new double[rounds];
    for (int round = -1; round < rounds; round++) {
      session.scan("raw-" + args[2] + round, Integer.parseInt(args[5]));
      Dataset<Row> changes = session.spark.sql("SELECT * FROM orders_stream");
      StreamingQuery query =
          changes
              .writeStream()
              .format("noop")
              .trigger(Trigger.ProcessingTime(0))
              .option("checkpointLocation", session.checkpoint())
              .start();
      while (read(query) == 0) {
        check(query);
      }
      Cost before = Cost.now(server);
      long already = read(query);
      while (read(query) < rows) {
        check(query);
      }
      Cost cost = Cost.now(server).since(before);
      query.stop();
      if (round >= 0) {
        System.out.printf("      %s%n", cost.of(rows - already));
        rates[round] = (rows - already) / cost.seconds();
        cpuRates[round] = (rows - already) / cost.cpu();
      }
    }
    Arrays.sort(rates);
    Arrays.sort(cpuRates);
    System.out.printf(Locale.ROOT, "median %f %f%n", rates[rounds / 2], cpuRates[rounds / 2]);
    session.spark.stop();
  }

  private static long read(StreamingQuery query) {
    return Arrays.stream(query.recentProgress())
        .mapToLong(StreamingQueryProgress::numInputRows)
        .sum();
  }

  private static void check(StreamingQuery query) throws Exception {
    if (query.awaitTermination(TimeUnit.MILLISECONDS.toMillis(5))) {
      throw new IllegalStateException("the query ended");
    }
  }
}
