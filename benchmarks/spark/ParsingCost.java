import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.execution.SparkSqlParser;

/**
 * What the statements of Millrace add to the parsing of any other one: the time that a session's parser takes with
 * Millrace's in front, less the time of Spark's parser alone, in microseconds a statement. Ten scans of streams are
 * in the session, because their names are looked for in each statement.
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

  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory("parsing-cost");
    SparkSession session =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.catalogImplementation", "in-memory")
            .config("spark.sql.warehouse.dir", directory.toUri().toString())
            .getOrCreate();
    session.sql("CREATE TABLE files (id INT) USING json");
    for (int at = 0; at < 10; at++) {
      session.sql("CREATE SCAN some_stream_" + at + " ON files USING STREAM");
    }
    ParserInterface ours = session.sessionState().sqlParser();
    ParserInterface sparks = new SparkSqlParser();
    if (!ours.getClass().getName().equals("io.millrace.spark.sql.MillraceParser")) {
      throw new IllegalStateException("The parser is " + ours.getClass() + ": is the bundle on the class path?");
    }
    System.out.printf(
        "Spark %s, Java %s, %d processors, median of %d rounds of %d ms (lowest to highest quartile)%n",
        session.version(),
        System.getProperty("java.version"),
        Runtime.getRuntime().availableProcessors(),
        ROUNDS,
        ROUND_NANOS / 1_000_000);
    System.out.printf(
        "%-34s %10s %10s %24s%n", "statement", "characters", "Spark, us", "added by Millrace, us");
    for (Map.Entry<String, String> statement : statements().entrySet()) {
      measure(statement.getKey(), statement.getValue(), ours, sparks);
    }
    session.stop();
  }

  private static Map<String, String> statements() {
    Map<String, String> statements = new LinkedHashMap<>();
    statements.put("SELECT 1", "SELECT 1");
    statements.put("the example's query", EXAMPLE);
    statements.put("the same with comments", "-- one\n" + EXAMPLE + "\n-- two\n");
    statements.put(
        "MERGE with delay as a column",
        "MERGE INTO a USING b ON a.id = b.id WHEN MATCHED AND b.delay > 1 THEN DELETE WHEN NOT MATCHED THEN INSERT *");
    StringBuilder table = new StringBuilder("CREATE TABLE wide (c0 INT");
    for (int at = 1; at < 200; at++) {
      table.append(", column_number_").append(at).append(" STRING");
    }
    statements.put("CREATE TABLE of 200 columns", table + ") USING parquet");
    StringBuilder values = new StringBuilder("INSERT INTO t VALUES (0, 'x')");
    for (int at = 1; at < 500; at++) {
      values.append(", (").append(at).append(", 'a value of ").append(at).append("')");
    }
    statements.put("INSERT of 500 rows", values.toString());
    return statements;
  }

  private static void measure(String name, String sql, ParserInterface ours, ParserInterface sparks)
      throws Exception {
    double[] alone = new double[ROUNDS];
    double[] added = new double[ROUNDS];
    for (int warm = 0; warm < 20; warm++) {
      round(sparks, sql);
      round(ours, sql);
    }
    for (int at = 0; at < ROUNDS; at++) {
      alone[at] = round(sparks, sql);
      added[at] = round(ours, sql) - alone[at];
    }
    Arrays.sort(alone);
    Arrays.sort(added);
    System.out.printf(
        Locale.ROOT,
        "%-34s %10d %10.1f %8.1f (%.1f to %.1f)%n",
        name,
        sql.length(),
        alone[ROUNDS / 2],
        added[ROUNDS / 2],
        added[ROUNDS / 4],
        added[3 * ROUNDS / 4]);
  }

  /** Microseconds a statement. */
  private static double round(ParserInterface parser, String sql) throws Exception {
    long start = System.nanoTime();
    int parsed = 0;
    while (System.nanoTime() - start < ROUND_NANOS) {
      parser.parsePlan(sql);
      parsed++;
    }
    return (System.nanoTime() - start) / 1000.0 / parsed;
  }
}
