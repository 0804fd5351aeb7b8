package io.millrace.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import io.millrace.spark.Instances;
import io.millrace.spark.SparkLocal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a read leaves to the service gives what Spark alone gives. */
class PushDownIT {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(4).build();

  private static final String CATALOG =
      "{\"columns\": {\"p\": {\"type\": \"long\"}, \"q\": {\"type\": \"string\"}, \"l\": {\"type\":"
          + " \"long\"}, \"i\": {\"type\": \"int\"}, \"s\": {\"type\": \"string\"}, \"d\":"
          + " {\"type\": \"double\"}, \"t\": {\"type\": \"boolean\"}}}";

  private static final String[] TEXTS = {"", "a", "ab", "b", "grün", "\uD83D\uDE00"};
  private static final String[] NUMBERS = {
    "0", "1", "-1", "2", "3", "9223372036854775807", "(-9223372036854775807 - 1)"
  };
  private static final String[] INTS = {"0", "1", "-1", "2147483647", "(-2147483647 - 1)"};
  private static final String[] DOUBLES = {"0D", "-0D", "1D", "1.5D", "-2D", "double('NaN')"};
  private static final String[] COMPARATORS = {"=", "<>", "<", "<=", ">", ">=", "<=>"};

  private final SparkSession spark = SparkLocal.session();
  private Map<String, String> options;

  @BeforeEach
  void createTable(LocalInstance instance, SyncClient client) {
    Instances.createTable(client, "Mixed", "p", PrimaryKeyType.INTEGER, "q", PrimaryKeyType.STRING);
    options = Instances.options(instance, "Mixed", CATALOG);
    spark.sql(Instances.createStatement("mixed", "", options));
    fill(client);
  }

  @AfterEach
  void drop() {
    spark.sql("DROP TABLE mixed");
  }

  /** Rows for all keys of a grid, with columns that are missing here and there. */
  private static void fill(SyncClient client) {
    Random random = new Random(4);
    BatchWriteRowRequest request = new BatchWriteRowRequest();
    for (long p : new long[] {Long.MIN_VALUE, -1, 0, 1, 2, 3, Long.MAX_VALUE}) {
      for (String q : TEXTS) {
        RowPutChange put =
            new RowPutChange(
                "Mixed",
                PrimaryKeyBuilder.createPrimaryKeyBuilder()
                    .addPrimaryKeyColumn("p", PrimaryKeyValue.fromLong(p))
                    .addPrimaryKeyColumn("q", PrimaryKeyValue.fromString(q))
                    .build());
        if (random.nextInt(4) > 0) {
          put.addColumn("l", ColumnValue.fromLong(random.nextInt(5) - 2L));
        }
        if (random.nextInt(4) > 0) {
          put.addColumn("i", ColumnValue.fromLong(random.nextInt(3) - 1L));
        }
        if (random.nextInt(4) > 0) {
          put.addColumn("s", ColumnValue.fromString(TEXTS[random.nextInt(TEXTS.length)]));
        }
        if (random.nextInt(4) > 0) {
          // A whole number is a value of the column too.
          double[] doubles = {0.0, -0.0, 1.0, 1.5, -2.0};
          put.addColumn(
              "d",
              random.nextBoolean()
                  ? ColumnValue.fromDouble(doubles[random.nextInt(5)])
                  : ColumnValue.fromLong(random.nextInt(3)));
        }
        if (random.nextInt(4) > 0) {
          put.addColumn("t", ColumnValue.fromBoolean(random.nextBoolean()));
        }
        request.addRowChange(put);
      }
    }
    assertThat(client.batchWriteRow(request).isAllSucceed()).isTrue();
  }

  @Test
  void theServiceIsNotAskedWhatTellsOfAChange() {
    options.put(
        "catalog", CATALOG.replace("}}}", "}, \"__ots_record_type__\": {\"type\": \"string\"}}}"));
    spark.read().format("tablestore").options(options).load().createOrReplaceTempView("told");
    String all = "SELECT count(*) FROM told WHERE ";

    assertThat(rows(all + "true")).isEqualTo(rows(all + "__ots_record_type__ = 'PUT'"));
    assertThat(rows(all + "__ots_record_type__ = 'DELETE' OR __ots_record_type__ IS NULL"))
        .containsExactly("[0]");
  }

  @Test
  void randomPredicatesGiveWhatSparkAloneGives() {
    Dataset<Row> stored = spark.read().option("push.down", "false").table("mixed");
    spark.createDataFrame(stored.collectAsList(), stored.schema()).createOrReplaceTempView("alone");
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int found = 0;
    for (int round = 0; round < 40; round++) {
      String predicate = predicate(random, 3);
      List<String> expected = rows("SELECT * FROM alone WHERE " + predicate);
      assertThat(rows("SELECT * FROM mixed WHERE " + predicate))
          .as("seed %s: %s", seed, predicate)
          .isEqualTo(expected);
      if (round % 5 == 0) {
        assertThat(rows("SELECT count(*), count(p) FROM mixed WHERE " + predicate))
            .as("seed %s: %s", seed, predicate)
            .containsExactly("[" + expected.size() + "," + expected.size() + "]");
        assertThat(rows("SELECT p, t FROM mixed WHERE " + predicate + " LIMIT 3"))
            .as("seed %s: %s", seed, predicate)
            .hasSize(Math.min(3, expected.size()));
      }
      found += expected.isEmpty() ? 0 : 1;
    }
    assertThat(found).isGreaterThan(8);
  }

  private List<String> rows(String sql) {
    return spark.sql(sql).collectAsList().stream().map(Row::toString).sorted().toList();
  }

  private static String predicate(Random random, int depth) {
    int kind = depth == 0 ? 3 + random.nextInt(9) : random.nextInt(12);
    return switch (kind) {
      case 0 -> "(" + predicate(random, depth - 1) + " AND " + predicate(random, depth - 1) + ")";
      case 1 -> "(" + predicate(random, depth - 1) + " OR " + predicate(random, depth - 1) + ")";
      case 2 -> "NOT (" + predicate(random, depth - 1) + ")";
      case 3 ->
          pick(random, "p", "q", "l", "s", "d", "t") + " IS " + pick(random, "", "NOT ") + "NULL";
      case 4 -> pick(random, "q", "s") + " LIKE '" + pick(random, "a", "", "gr", "%b") + "%'";
      case 5 ->
          pick(random, "p", "l")
              + pick(random, " IN (", " NOT IN (")
              + pick(random, NUMBERS)
              + ", "
              + pick(random, "NULL", "1", "2")
              + ")";
      case 6 -> pick(random, "q", "s") + " IN ('a', '" + pick(random, TEXTS) + "')";
      case 7 -> pick(random, "t", "NOT t", "t = false", "p % 3 = 1", "upper(q) = 'A'");
      case 8 -> "d " + pick(random, COMPARATORS) + " " + pick(random, DOUBLES);
      case 9 -> "i " + pick(random, COMPARATORS) + " " + pick(random, INTS);
      case 10 ->
          pick(random, "q", "s")
              + " "
              + pick(random, COMPARATORS)
              + " '"
              + pick(random, TEXTS)
              + "'";
      default ->
          pick(random, "p", "l") + " " + pick(random, COMPARATORS) + " " + pick(random, NUMBERS);
    };
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  @Test
  void anOrWithAColumnOutsideTheKeyFindsTheRowsOfBothSides() {
    String both = " WHERE p = 1 OR s = 'b'";
    spark.read().option("push.down", "false").table("mixed").createOrReplaceTempView("alone");

    assertThat(rows("SELECT p, q FROM mixed" + both))
        .hasSizeGreaterThan(TEXTS.length)
        .isEqualTo(rows("SELECT p, q FROM alone" + both));
  }

  @Test
  void keyRangesAreReadAlone() {
    Dataset<Row> one = spark.sql("SELECT * FROM mixed WHERE p = 1 AND q >= 'a' AND q < 'b'");
    Dataset<Row> counted = spark.sql("SELECT count(*) FROM mixed WHERE p IN (1, 2)");
    Dataset<Row> limited = spark.sql("SELECT l FROM mixed WHERE p > 1 LIMIT 2");

    assertThat(one.collectAsList()).hasSize(2);
    assertThat(counted.first().getLong(0)).isEqualTo(2L * TEXTS.length);
    assertThat(limited.collectAsList()).hasSize(2);
    assertThat(plan(one)).as("Spark applies no filter again").doesNotContain("Filter ");
    assertThat(plan(counted)).contains("counted").doesNotContain("Filter ");
    assertThat(plan(limited)).contains("limit 2");
  }

  private static String plan(Dataset<Row> query) {
    return query.queryExecution().executedPlan().toString();
  }

  @Test
  void aSmallTableIsBroadcastInAJoin() {
    Dataset<Row> joined = spark.sql("SELECT * FROM range(100) r JOIN mixed ON r.id = mixed.p");

    assertThat(joined.queryExecution().executedPlan().toString()).contains("BroadcastHashJoin");
    assertThat(joined.collectAsList()).hasSize(4 * TEXTS.length);
  }

  @Test
  void exportsAndRangesGiveTheSameRows() {
    List<String> exported = rows("SELECT * FROM mixed");
    List<String> ranged = new ArrayList<>();
    for (Row row : spark.read().option("bulk.export", "false").table("mixed").collectAsList()) {
      ranged.add(row.toString());
    }

    assertThat(exported).hasSize(7 * TEXTS.length).containsExactlyInAnyOrderElementsOf(ranged);
  }

  /** Spark's optimizer fails at it for every source of this kind; the page tells the way out. */
  @Test
  void aCaseAboutAnIntOutOfRangeIsAnsweredWithTheSettingOfThePage() {
    String query =
        "SELECT p FROM mixed WHERE NOT (CASE WHEN i IN (9999999999, 8888888888) THEN p > 0 ELSE p > 2 END)";
    spark
        .conf()
        .set(
            "spark.sql.optimizer.excludedRules",
            "org.apache.spark.sql.catalyst.optimizer.UnwrapCastInBinaryComparison");
    try {
      assertThat(rows(query)).hasSize(5 * TEXTS.length);
    } finally {
      spark.conf().unset("spark.sql.optimizer.excludedRules");
    }
  }
}
