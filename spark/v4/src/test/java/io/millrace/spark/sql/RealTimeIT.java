package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.execution.streaming.sources.LowLatencyMemoryStream;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams without batches, which Spark 4.1 brought. */
class RealTimeIT {
  private static final boolean THERE = SparkLine.realTime(5_000).isPresent();

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(1).build();

  @RegisterExtension static final SqlSession session = new SqlSession();

  @Test
  void rowsAreHandledAsTheyCome() throws Exception {
    // On 4.1 the source in memory is elsewhere.
    assumeTrue(session.spark().version().compareTo("4.2") >= 0, "Spark 4.2 or later");
    LowLatencyMemoryStream<String> source =
        LowLatencyMemoryStream.singlePartition(session.spark(), Encoders.STRING());
    source.toDF().createOrReplaceTempView("words");
    session.sql("CREATE TABLE screen USING console");
    session.sql(statement("screen", "SELECT value FROM words WHERE value <> 'b'", 5_000));
    StreamingQuery query = session.spark().streams().active()[0];
    source.addData(PlanTrees.seq(List.of("a", "b", "c")));
    await()
        .atMost(Duration.ofSeconds(120))
        .until(
            () -> Arrays.stream(query.recentProgress()).mapToLong(it -> it.numInputRows()).sum(),
            read -> read == 3);
    assertThat(session.rows("DESCRIBE STREAM live"))
        .contains("[State,RUNNING]", "[Trigger,RealTime]", "[Output mode,update]");
    session.sql("STOP STREAM live");
    session.sql("DROP STREAM live");
  }

  @Test
  void whatCannotHaveThemIsRefused(
      LocalInstance instance, SyncClient client, TunnelClient tunnels) {
    OrderTables orders = new OrderTables(instance, client, tunnels);
    orders.create();
    session.sql(orders.createSource("order_source"));
    session.sql(orders.createSink("order_stream_sink"));
    session.sql(
        "CREATE SCAN order_stream ON order_source USING STREAM OPTIONS(tunnel.id='"
            + orders.createTunnel("OrderSource")
            + "')");
    String query = "SELECT UserId AS begin, OrderId AS end FROM order_stream";
    assertThatThrownBy(() -> session.sql(statement("order_stream_sink", query, 0)))
        .hasMessage(
            THERE
                ? "triggerType='RealTime' of stream live cannot be had of a tunnel, which is read in batches: use 'ProcessingTime', whose batches begin as soon as there are rows."
                : "triggerType='RealTime' needs Spark 4.1 or later: use 'ProcessingTime'.");
    assertThat(session.spark().streams().active()).isEmpty();
    assertThat(session.rows("SHOW STREAMS")).isEmpty();
  }

  private static String statement(String sink, String query, int interval) {
    return "CREATE STREAM live OPTIONS(checkpointLocation='"
        + session.directory().resolve("live")
        + "', outputMode='update', triggerType='RealTime', triggerIntervalMs="
        + interval
        + ") INSERT INTO "
        + sink
        + " "
        + query;
  }
}
