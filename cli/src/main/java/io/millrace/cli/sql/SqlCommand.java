package io.millrace.cli.sql;

import io.millrace.cli.console.CommandFailure;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code millrace sql}. The launcher replaces itself by Spark's process, so that the terminal and
 * signals are Spark's own; what is left here is the help.
 */
@Command(
    name = "sql",
    description = {
      "Spark SQL with Millrace's bundle: the genuine spark-sql of Spark 3.5, or a script runner on"
          + " Spark 4.",
      "",
      "  --spark 3.5|4        the Spark to run (default: 3.5)",
      "  -f FILE              run the statements of a file",
      "  -e SQL               run the statements given",
      "  -d, --define K=V     replace $${K} in the statements by V",
      "",
      "Everything else goes to Spark as it is, such as --master, --conf and --jars. Without -f and"
          + " -e Spark 3.5 reads statements from the terminal."
    },
    footer = {
      "",
      "Examples:",
      "  millrace sql",
      "  millrace sql -f orders.sql --conf spark.sql.session.timeZone=UTC",
      "  millrace sql --spark 4 -d day=2026-01-31 -f report.sql"
    },
    customSynopsis = "millrace sql [--spark 3.5|4] [-f FILE | -e SQL] [SPARK-ARGUMENT...]",
    mixinStandardHelpOptions = true)
public final class SqlCommand implements Callable<Integer> {
  @Override
  public Integer call() {
    throw new CommandFailure("This command is run by the launcher; start it with ./millrace sql.");
  }
}
