package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Queries of the shapes that the suites for the dialect have: a stream joined to tables of all
 * kinds, in groups, with queries in it, in order. Each gives what it gives of the same rows as a
 * batch.
 */
class StreamQueriesIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(1).build();

  @RegisterExtension static final SqlSession session = new SqlSession();

  /** Joined to the tables of shops and items. */
  private static final String SALES =
      " FROM shops, sale_stream, items i WHERE shops.shop = sale_shop AND i.item = sale_item";

  /** In complete mode, into a key and two numbers, by position. */
  private static final List<String> COMPLETE =
      List.of(
          "SELECT concat(make, ' ', window.start), sum(sum) total, count(*)"
              + SALES
              + " AND town <> 'Oslo' GROUP BY HOPPING(sale_time, interval 1 minute, interval 30 second), make"
              + " ORDER BY total DESC",
          "SELECT concat(make, ' ', CAST(window.end AS STRING)), sum(sum), avg(pieces)"
              + SALES
              + " GROUP BY TUMBLING(sale_time, interval 1 minute), make HAVING count(*) > 1",
          "SELECT 'all', avg(sum), sum(pieces)"
              + SALES
              + " AND ((make = 'a' AND sum BETWEEN 1.00 AND 5.00) OR (make = 'b' AND pieces IN (1, 2)))",
          "SELECT concat_ws('/', coalesce(make, '*'), coalesce(town, '*'), grouping(town)) g, sum(sum), count(*)"
              + SALES
              + " GROUP BY ROLLUP (make, town) ORDER BY g",
          "SELECT town, count(*) cnt, max(sum)"
              + SALES
              + " AND founded = (SELECT DISTINCT founded FROM shops WHERE town = 'Rome')"
              + " AND i.price > 0.9 * (SELECT avg(j.price) FROM items j WHERE j.make = i.make)"
              + " GROUP BY town HAVING count(*) >= 1 ORDER BY cnt",
          "SELECT concat(town, item), cnt, total FROM (SELECT sale_shop, item, count(*) cnt, sum(sum) total"
              + SALES
              + " GROUP BY sale_shop, item) s, shops WHERE sale_shop = shop AND cnt BETWEEN 1 AND 20 ORDER BY cnt DESC, town",
          "SELECT concat(channel, ' ', make), sum(amount), count(*) FROM items i, (SELECT 'sold' AS channel, sale_item AS what,"
              + " sum AS amount FROM sale_stream, shops WHERE shop = sale_shop UNION ALL SELECT 'back', back_item, -1 FROM"
              + " back_stream WHERE back_shop IS NOT NULL) AS moved WHERE what = item GROUP BY channel, make ORDER BY channel",
          "SELECT substr(town, 1, 3), sum(CASE WHEN (pieces <= 1) THEN 1 ELSE 0 END) AS `up to 1 `,"
              + " sum(CASE WHEN pieces > 1 THEN sum ELSE NULL END) AS `>1 `"
              + SALES
              + " AND substr(town, 1, 1) IN (SELECT v.letter FROM ((SELECT substr(town, 1, 1) letter FROM shops) INTERSECT"
              + " (SELECT 'R' UNION ALL SELECT 'O')) v) GROUP BY substr(town, 1, 3) ORDER BY sum(pieces) DESC");

  private TestStream stream;

  @BeforeAll
  static void rows() {
    session.sql("SET TIME ZONE 'UTC'");
    session.jsonTable(
        "sale_rows",
        "sale BIGINT, sale_shop INT, sale_item INT, sale_time TIMESTAMP, sum DOUBLE, pieces INT",
        sale(1, 1, 1, "10:00:05", 1.5, 1) + sale(2, 2, 1, "10:00:40", 2.5, 2),
        sale(3, 3, 2, "10:01:10", 4, 1) + sale(4, 1, 2, "10:01:59", 8, 3),
        sale(5, 1, 1, "10:00:20", 16, 2) + sale(100, 2, 3, "23:00:00", 32, 1));
    session.jsonTable(
        "back_rows",
        "back BIGINT, back_shop INT, back_item INT, back_time TIMESTAMP",
        "{\"back\": 1, \"back_shop\": 1, \"back_item\": 1, \"back_time\": \"2025-01-01T09:59:50Z\"}\n"
            + "{\"back\": 4, \"back_item\": 2, \"back_time\": \"2025-01-01T10:01:40Z\"}",
        "{\"back\": 100, \"back_shop\": 2, \"back_item\": 9, \"back_time\": \"2025-01-01T22:59:59Z\"}");
    session.sql("CREATE SCAN back_stream ON back_rows USING STREAM");
    session.sql("CREATE TABLE shops (shop INT, town STRING, founded INT) USING parquet");
    session.sql("INSERT INTO shops VALUES (1, 'Rome', 1900), (2, 'Riga', 1900), (3, 'Oslo', 1950)");
    session.sql("CREATE TABLE items (item INT, make STRING, price DOUBLE) USING parquet");
    session.sql("INSERT INTO items VALUES (1, 'a', 1), (2, 'a', 3), (3, 'b', 5)");
  }

  private static String sale(int id, int shop, int item, String time, double sum, int pieces) {
    return String.format(
        "{\"sale\": %d, \"sale_shop\": %d, \"sale_item\": %d, \"sale_time\": \"2025-01-01T%sZ\","
            + " \"sum\": %s, \"pieces\": %d}%n",
        id, shop, item, time, sum, pieces);
  }

  @Test
  void resultsInCompleteMode(LocalInstance instance, SyncClient client, TunnelClient tunnels)
      throws Exception {
    stream = TestStream.of(session);
    session.sql(
        "CREATE OR REPLACE SCAN sale_stream ON sale_rows USING STREAM OPTIONS(maxFilesPerTrigger=1)");
    OrderTables tables = new OrderTables(instance, client, tunnels);
    tables.createTable("Results", "k");
    session.sql(
        tables.createExternal(
            "results",
            "Results",
            "{\"columns\": {\"k\": {\"type\": \"string\"}, \"x\": {\"type\": \"double\"}, \"y\": {\"type\": \"double\"}}}"));
    for (int at = 0; at < COMPLETE.size(); at++) {
      String query = COMPLETE.get(at);
      session.sql(
          "CREATE STREAM whole OPTIONS(triggerType='AvailableNow', outputMode='Complete', shufflePartitions=1, checkpointLocation='"
              + stream.checkpoint().resolve("c" + at)
              + "') INSERT INTO results "
              + query);
      session.awaitStreams();
      List<Row> batch =
          session
              .sql(query.replace("_stream", "_rows"))
              .toDF("k", "x", "y")
              .selectExpr("k", "CAST(x AS DOUBLE)", "CAST(y AS DOUBLE)")
              .collectAsList();
      assertThat(session.sql("SELECT * FROM results").collectAsList())
          .as(query)
          .isNotEmpty()
          .containsExactlyInAnyOrderElementsOf(batch);
    }
    session.sql("DROP STREAM whole");
  }

  /** What is over is written: all but the sales of the evening. */
  @Test
  void resultsInAppendMode() {
    stream = TestStream.of(session);
    // All in one batch: what comes in a later one may be too late.
    session.sql("CREATE OR REPLACE SCAN sale_stream ON sale_rows USING STREAM");
    session.sql("CREATE TEMPORARY VIEW over_sale AS SELECT * FROM sale_rows WHERE sale < 100");
    session.sql("CREATE TEMPORARY VIEW over_back AS SELECT * FROM back_rows WHERE back < 100");
    String windows =
        "SELECT make, town, sum(sum) total"
            + SALES
            + " AND delay(sale_time) < '2 minutes' GROUP BY TUMBLING(sale_time, interval 1 minute), make, town";
    String joined =
        "SELECT sale, back, town FROM sale_stream LEFT OUTER JOIN back_stream ON (sale = back AND sale_item = back_item"
            + " AND sale_time >= back_time AND sale_time <= back_time + interval 30 seconds), shops, items"
            + " WHERE item = sale_item AND shop = sale_shop AND delay(back_time) < '30 seconds' and delay(sale_time) < '60 seconds'";
    String into = "CREATE TABLE %s USING parquet LOCATION '%s' AS %s";
    String[] queries = {windows, joined};
    for (int at = 0; at < queries.length; at++) {
      String name = "appended" + at;
      session.sql("SET streaming.query.name=" + name);
      session.sql("SET spark.sql.streaming.query.timeout.ms=1");
      session.sql(
          "SET spark.sql.streaming.checkpointLocation."
              + name
              + "="
              + stream.checkpoint().resolve(name));
      session.sql(
          "SET spark.sql.streaming.query.options." + name + ".shufflePartitions=" + (at + 1));
      session.sql(into.formatted(name, session.directory().resolve(name), queries[at]));
      StreamingQuery query = session.spark().streams().active()[0];
      query.processAllAvailable();
      assertThat(session.rows("SELECT * FROM " + name))
          .as(name)
          .isNotEmpty()
          .isEqualTo(
              session.rows(
                  queries[at]
                      .replace("sale_stream", "over_sale")
                      .replace("back_stream", "over_back")));
      assertThat(query.isActive()).isTrue();
      session.sql("STOP STREAM " + name);
      session.sql("DROP STREAM " + name);
    }
    session.sql("SET streaming.query.name=");
  }
}
