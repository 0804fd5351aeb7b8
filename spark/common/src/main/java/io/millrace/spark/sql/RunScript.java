package io.millrace.spark.sql;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * Runs SQL scripts as a Spark application, where spark-sql is not at hand: in cluster deploy mode
 * and on Spark 4. Statements are parted at semicolons, {@code --}, {@code //} and bracketed
 * comments may stand anywhere, the results of queries are printed as spark-sql prints them. It ends
 * when the last stream ends; with exit code 1 and one sentence on standard error when a statement
 * or a stream fails.
 */
public final class RunScript {

  private final ScriptArguments arguments;
  private final PrintStream out;
  private final PrintStream err;

  RunScript(ScriptArguments arguments, PrintStream out, PrintStream err) {
    this.arguments = arguments;
    this.out = out;
    this.err = err;
  }

  /** The entry point for {@code spark-submit --class}. */
  public static void main(String[] args) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    boolean done;
    try {
      RunScript script = new RunScript(ScriptArguments.of(args), out, err);
      SparkSession session = session();
      try {
        done = script.run(session);
      } finally {
        session.stop();
      }
    } catch (IllegalArgumentException wrong) {
      err.println(wrong.getMessage());
      done = false;
    }
    if (!done) {
      throw SparkLine.exit(1);
    }
  }

  /**
   * With Hive's catalog, as in spark-sql, where its classes are there and the configuration does
   * not say otherwise.
   */
  private static SparkSession session() {
    SparkSession.Builder builder = SparkSession.builder();
    boolean open = !new SparkConf().contains("spark.sql.catalogImplementation");
    if (open
        && isPresent("org.apache.spark.sql.hive.HiveSessionStateBuilder")
        && isPresent("org.apache.hadoop.hive.conf.HiveConf")) {
      builder = builder.enableHiveSupport();
    }
    return builder.getOrCreate();
  }

  private static boolean isPresent(String type) {
    try {
      Class.forName(type, false, Thread.currentThread().getContextClassLoader());
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  /**
   * Runs everything and waits for the streams; false when something failed, which is printed by
   * then.
   */
  boolean run(SparkSession session) {
    boolean done = runAll(session);
    if (!done) {
      stopStreams(session);
    }
    return done;
  }

  /**
   * Those that ran before a statement that failed; else the end of the session would break them.
   */
  private void stopStreams(SparkSession session) {
    for (StreamingQuery query : session.streams().active()) {
      try {
        query.stop();
      } catch (TimeoutException slow) {
        err.println("Stream " + query.name() + " did not stop in time: " + slow.getMessage());
      }
    }
    RunningStreams.ofThisJvm().settle();
  }

  private boolean runAll(SparkSession session) {
    for (String file : arguments.files()) {
      String text;
      try {
        text = ScriptFile.read(file, session.sparkContext().hadoopConfiguration());
      } catch (IOException | IllegalArgumentException unreadable) {
        err.println("The script " + file + " cannot be read: " + RootCause.sentence(unreadable));
        return false;
      }
      if (!run(session, file, text)) {
        return false;
      }
    }
    for (String text : arguments.inline()) {
      if (!run(session, "-e", text)) {
        return false;
      }
    }
    return run(session, "streams", "AWAIT STREAMS");
  }

  private boolean run(SparkSession session, String source, String script) {
    for (ScriptStatements.Located statement : ScriptStatements.split(script)) {
      try {
        PrintedResult.print(session.sql(arguments.substituted(statement.text())), out);
        SessionStreams.stayIfEnding();
      } catch (Exception failed) {
        SessionStreams.stayIfEnding();
        err.println(message(failed, source + ":" + statement.line()));
        return false;
      }
    }
    return true;
  }

  private static String message(Exception failed, String place) {
    if (failed instanceof StreamFailedException) {
      return failed.getMessage();
    }
    boolean plain = failed instanceof AnalysisException;
    return place + ": " + (plain ? failed.getMessage().strip() : RootCause.sentence(failed));
  }
}
