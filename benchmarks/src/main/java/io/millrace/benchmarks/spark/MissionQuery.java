package io.millrace.benchmarks.spark;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.StreamingQueryProgress;
import org.apache.spark.sql.streaming.Trigger;

/**
 * The example's query over all orders of a table, again and again, with the trigger AvailableNow.
 * Arguments: the server's endpoint and process id, the table of orders, rounds, rows per channel
 * and batch, {@code table} or {@code noop} for the sink. The last round tells where the CPU went.
 */
public final class MissionQuery {

  private final Session session;
  private final long server;
  private final boolean toTable;

  private MissionQuery(Session session, long server, boolean toTable) {
    this.session = session;
    this.server = server;
    this.toTable = toTable;
  }

  /** Runs and prints. */
  public static void main(String[] args) throws Exception {
    Session session = new Session(args[0]);
    MissionQuery query =
        new MissionQuery(session, Long.parseLong(args[1]), args[5].equals("table"));
    int rounds = Integer.parseInt(args[3]);
    int rowsPerChannel = Integer.parseInt(args[4]);
    session.orders(args[2]);
    session.windows("windows");
    for (int round = 0; round <= rounds + 1; round++) {
      session.scan("%s-%s-%s-%d".formatted(args[2], args[5], args[4], round), rowsPerChannel);
      boolean profiled = round == rounds + 1;
      if (round == rounds) {
        CpuShares.startSampling();
      }
      CpuShares shares = profiled ? CpuShares.begin() : null;
      Cost before = Cost.now(query.server);
      StreamingQuery run = query.run();
      Cost cost = Cost.now(query.server).since(before);
      long rows =
          Arrays.stream(run.recentProgress()).mapToLong(StreamingQueryProgress::numInputRows).sum();
      long batches =
          Arrays.stream(run.recentProgress()).filter(batch -> batch.numInputRows() > 0).count();
      if (round == rounds) {
        continue; // The compilers have to get over the sampling first.
      }
      String name = round == 0 ? "cold" : profiled ? "warm, sampled" : "warm";
      System.out.printf(
          "  %,9d a channel, sink %-5s %-13s %s, %d batches%n",
          rowsPerChannel, args[5], name, cost.of(rows), batches);
      if (shares != null) {
        shares.stop(cost).forEach(line -> System.out.println("      " + line));
      }
    }
    session.spark.stop();
  }

  private StreamingQuery run() throws Exception {
    StreamingQuery query = toTable ? intoTable() : intoNothing();
    if (!query.awaitTermination(TimeUnit.MINUTES.toMillis(20))) {
      throw new IOException("the query does not end");
    }
    return query;
  }

  private StreamingQuery intoTable() throws IOException {
    session.spark.conf().unset("spark.sql.shuffle.partitions");
    session.spark.sql(
        "CREATE STREAM job OPTIONS (checkpointLocation='"
            + session.checkpoint()
            + "', outputMode='update', triggerType='AvailableNow') INSERT INTO windows "
            + Session.QUERY);
    return session.spark.streams().active()[0];
  }

  private StreamingQuery intoNothing() throws Exception {
    session.spark.conf().set("spark.sql.shuffle.partitions", "2");
    return session
        .spark
        .sql(Session.QUERY)
        .writeStream()
        .outputMode("update")
        .format("noop")
        .trigger(Trigger.AvailableNow())
        .option("checkpointLocation", session.checkpoint())
        .start();
  }
}
