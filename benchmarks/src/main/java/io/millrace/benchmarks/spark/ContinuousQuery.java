package io.millrace.benchmarks.spark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;

/**
 * The example's query as a user runs it, with no trigger named, until its input is closed. Then it
 * prints what a batch took. Arguments: the server's endpoint, the tables of orders and of windows.
 */
public final class ContinuousQuery {

  private ContinuousQuery() {}

  /** Runs and prints. */
  public static void main(String[] args) throws Exception {
    Session session = new Session(args[0]);
    session.orders(args[1]);
    session.windows(args[2]);
    session.scan(args[1], 10_000);
    session.spark.conf().set("spark.sql.streaming.numRecentProgressUpdates", "100000");
    session.spark.sql(
        "CREATE STREAM job OPTIONS (checkpointLocation='"
            + session.checkpoint()
            + "', outputMode='update') INSERT INTO windows "
            + Session.QUERY);
    StreamingQuery query = session.spark.streams().active()[0];
    System.out.println("started");
    if (System.in.read() == 'e') {
      StreamingQueryProgress[] batches =
          Arrays.stream(query.recentProgress())
              .filter(batch -> batch.numInputRows() > 0)
              .toArray(StreamingQueryProgress[]::new);
      print(batches);
      System.out.printf(
          "      CPU of the Spark process: %.0f ms a batch, start and compilers included%n",
          ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
              / 1e6
              / Math.max(1, batches.length));
    }
    query.stop();
    session.spark.stop();
  }

  private static void print(StreamingQueryProgress[] batches) {
    Map<String, Double> means = new TreeMap<>();
    int from = batches.length / 2;
    for (int i = from; i < batches.length; i++) {
      for (Map.Entry<String, Long> part : batches[i].durationMs().entrySet()) {
        means.merge(part.getKey(), part.getValue() / (double) (batches.length - from), Double::sum);
      }
    }
    StringBuilder text = new StringBuilder();
    means.forEach((part, mean) -> text.append(String.format(Locale.ROOT, ", %s %.0f", part, mean)));
    System.out.printf(
        "      %d batches; the mean of the second half in ms: %s%n",
        batches.length, text.substring(Math.min(2, text.length())));
  }
}
