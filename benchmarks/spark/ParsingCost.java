import io.millrace.spark.sql.MillraceExtensions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;

/**
 * What the statements of Millrace add to the parsing of any other one: the time of a session's parser with Millrace's
 * in front, less the time that Spark's parser took of it, in microseconds a statement. Ten scans of streams are in the
 * session, because the plan of each statement is searched for them.
 *
 * <p>{@code java $OPENS -cp "spark/home-3.5/target/spark-home/jars/*:spark/bundle-3.5/target/<bundle>.jar"
 * benchmarks/spark/ParsingCost.java}; {@code OPENS} are the options of {@code spark.jvm.opens} in the parent pom.
 */
public final class ParsingCost {
  private static final int ROUNDS = 41;
  private static final long ROUND_NANOS = 150_000_000L;

  private static final String EXAMPLE =
      "SELECT CAST(window.start AS String) AS begin, CAST(window.end AS String) AS end, count(*) AS count,"
          + " CAST(sum(price) AS Double) AS totalPrice FROM orders WHERE price > 0 AND UserId IS NOT NULL"
          + " GROUP BY window(to_timestamp(timestamp / 1000), \"30 seconds\")";

  /** Spark's parser, which tells how long it took. */
  private static final class Timed extends SparkSqlParser {
    private long nanos;

    @Override
    public LogicalPlan parsePlan(String sql) {
      long start = System.nanoTime();
      LogicalPlan plan = super.parsePlan(sql);
      nanos += System.nanoTime() - start;
      return plan;
    }
  }

  /** Times of a round, in microseconds a statement. */
  private record Round(double spark, double added) {}

  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("parsing-cost");
    SparkSession session =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.sql.warehouse.dir", directory.toUri().toString())
            .getOrCreate();
    Timed spark = new Timed();
    SparkSessionExtensions extensions = new SparkSessionExtensions();
    new MillraceExtensions().apply(extensions);
    ParserInterface ours = extensions.buildParser(session, spark);
    session.sql("CREATE TABLE files (id INT) USING json");
    for (int at = 0; at < 10; at++) {
      Dataset.ofRows(session, ours.parsePlan("CREATE SCAN some_stream_" + at + " ON files USING STREAM"));
    }
    System.out.printf(
        "Spark %s, Java %s, %d processors, median of %d rounds of %d ms or one statement (lowest to highest quartile)%n",
        session.version(),
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        ROUNDS,
        ROUND_NANOS / 1_000_000);
    System.out.printf("%-34s %10s %11s %27s%n", "statement", "characters", "Spark, us", "added by Millrace, us");
    warm(ours);
    for (Map.Entry<String, String> statement : statements().entrySet()) {
      measure(statement.getKey(), statement.getValue(), ours, spark);
    }
    Map<String, String> described = new LinkedHashMap<>();
    for (int rows : new int[] {500, 5_000, 40_000}) {
      described.put("INSERT of " + rows + " rows", insert(rows, "a value of "));
    }
    for (String name : new String[] {"SELECT of 1,000 columns", "UNION ALL of 1,000 queries", "IN of 10,000 values"}) {
      described.put(name, statements().get(name));
    }
    described.put("SET of 100,000 characters", "SET a.key = " + "words of a value ".repeat(6_000));
    for (Map.Entry<String, String> statement : described.entrySet()) {
      session.sparkContext().setJobDescription(statement.getValue());
      measure(statement.getKey() + " in spark-sql", statement.getValue(), ours, spark);
    }
    session.stop();
  }

  /** What every statement of some length goes through, as often as the compiler wants to see it. */
  private static void warm(ParserInterface ours) throws Exception {
    String joins = statements().get("200 joins");
    for (int at = 0; at < 2_000; at++) {
      ours.parsePlan(joins);
      ours.parsePlan("INSERT INTO t " + joins);
    }
  }

  private static Map<String, String> statements() {
    Map<String, String> statements = new LinkedHashMap<>();
    statements.put("SELECT 1", "SELECT 1");
    statements.put("the example's query", EXAMPLE);
    statements.put("the same with comments", "-- one\n" + EXAMPLE + "\n/* two */\n");
    statements.put(
        "MERGE with delay as a column",
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED AND b.delay > 1 THEN DELETE WHEN NOT MATCHED THEN INSERT *");
    statements.put(
        "our words in literals",
        "SELECT 'CREATE STREAM s INSERT INTO t', 'delay(time) < \\'2 minutes\\'', \"watermark(\", 'http://x', 'TUMBLING('"
            + " FROM orders WHERE note = 'some_stream_1' -- CREATE SCAN");
    statements.put(
        "CREATE TABLE of 200 columns",
        IntStream.range(0, 200)
            .mapToObj(at -> "column_number_" + at + " STRING")
            .collect(Collectors.joining(", ", "CREATE TABLE wide (", ") USING parquet")));
    statements.put(
        "SELECT of 1,000 columns",
        IntStream.range(0, 1_000)
            .mapToObj(at -> "column_number_" + at + " + 1 AS c" + at)
            .collect(Collectors.joining(", ", "SELECT ", " FROM wide")));
    statements.put(
        "SELECT with 1,000 conditions",
        IntStream.range(0, 1_000)
            .mapToObj(at -> "column_" + at + " < " + at)
            .collect(Collectors.joining(" AND ", "SELECT * FROM wide WHERE ", "")));
    statements.put(
        "UNION ALL of 200 queries",
        IntStream.range(0, 200)
            .mapToObj(at -> "SELECT id, price FROM orders_" + at + " WHERE id = " + at)
            .collect(Collectors.joining(" UNION ALL ")));
    String columns = many(5_000, ", ", at -> "column_number_" + at);
    statements.put("SELECT of 5,000 columns", "SELECT " + columns + " FROM wide");
    statements.put("CREATE VIEW of them", "CREATE OR REPLACE VIEW v AS SELECT " + columns + " FROM wide");
    statements.put("INSERT of them", "INSERT INTO v SELECT " + columns + " FROM wide");
    statements.put("SELECT of 40,000 columns", "SELECT " + many(40_000, ", ", at -> "column_number_" + at) + " FROM wide");
    statements.put("CREATE VIEW of the UNION ALL", "CREATE VIEW v AS " + statements.get("UNION ALL of 200 queries"));
    statements.put("INSERT of the UNION ALL", "INSERT INTO v " + statements.get("UNION ALL of 200 queries"));
    statements.put("UNION ALL of 1,000 queries", many(1_000, " UNION ALL ", at -> "SELECT id FROM orders"));
    statements.put("200 joins", "SELECT a.id FROM a " + many(200, " ", at -> "JOIN t" + at + " ON t" + at + ".id = a.id"));
    statements.put(
        "500 subqueries in FROM",
        many(500, " UNION ALL ", at -> "SELECT id FROM (SELECT id, v FROM t" + at + " WHERE v > 1) x" + at));
    statements.put(
        "500 subqueries in WHERE",
        "SELECT id FROM a WHERE " + many(500, " OR ", at -> "id IN (SELECT id FROM t" + at + " WHERE v > 1)"));
    statements.put(
        "WITH of 300 queries",
        "WITH " + many(300, ", ", at -> "q" + at + " AS (SELECT id, price FROM orders_" + at + ")") + " SELECT * FROM q1");
    statements.put(
        "CASE of 5,000 branches", "SELECT CASE" + many(5_000, "", at -> " WHEN id = " + at + " THEN 'v" + at + "'") + " END FROM t");
    statements.put("IN of 10,000 values", "SELECT * FROM t WHERE id IN (" + many(10_000, ", ", String::valueOf) + ")");
    statements.put("a comment of 1 MB, SELECT 1", "/*" + "a comment with words ".repeat(50_000) + "*/ SELECT 1");
    statements.put("28,000 lines of it, SELECT 1", "-- a comment with words, as they are\n".repeat(28_000) + "SELECT 1");
    statements.put("a string of 1 MB", "SELECT '" + "a string with words ".repeat(50_000) + "'");
    for (int rows : new int[] {500, 5_000, 40_000}) {
      statements.put("INSERT of " + rows + " rows", insert(rows, "a value of "));
    }
    statements.put("the same with our words", insert(5_000, "CREATE STREAM s // delay(some_stream_1) "));
    return statements;
  }

  private static String many(int count, String between, IntFunction<String> piece) {
    return IntStream.range(0, count).mapToObj(piece).collect(Collectors.joining(between));
  }

  private static String insert(int rows, String text) {
    return IntStream.range(0, rows)
        .mapToObj(at -> "(" + at + ", '" + text + at + "')")
        .collect(Collectors.joining(", ", "INSERT INTO t VALUES ", ""));
  }

  private static void measure(String name, String sql, ParserInterface ours, Timed spark) throws Exception {
    for (int warm = 0; warm < 20; warm++) {
      round(ours, spark, sql);
    }
    double[] alone = new double[ROUNDS];
    double[] added = new double[ROUNDS];
    for (int at = 0; at < ROUNDS; at++) {
      Round round = round(ours, spark, sql);
      alone[at] = round.spark();
      added[at] = round.added();
    }
    Arrays.sort(alone);
    Arrays.sort(added);
    System.out.printf(
        Locale.ROOT,
        "%-34s %10d %11.1f %9.1f (%.1f to %.1f)%n",
        name,
        sql.length(),
        alone[ROUNDS / 2],
        added[ROUNDS / 2],
        added[ROUNDS / 4],
        added[3 * ROUNDS / 4]);
  }

  private static Round round(ParserInterface ours, Timed spark, String sql) throws Exception {
    spark.nanos = 0;
    long start = System.nanoTime();
    long nanos;
    int parsed = 0;
    do {
      ours.parsePlan(sql);
      parsed++;
      nanos = System.nanoTime() - start;
    } while (nanos < ROUND_NANOS);
    return new Round(spark.nanos / 1000.0 / parsed, (nanos - spark.nanos) / 1000.0 / parsed);
  }
}
