package io.millrace.cli.admin;

import io.millrace.cli.console.CommandFailure;
import io.millrace.local.engine.DataCheck;
import io.millrace.local.engine.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A command on the data directory of a local server that does not run. */
abstract class DataCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "What 'millrace server' got with --data.")
  private Path directory;

  @Override
  public final Integer call() {
    try {
      run(directory, Clock.systemUTC());
      return CommandLine.ExitCode.OK;
    } catch (StoreException e) {
      throw new CommandFailure(e.getMessage(), e);
    }
  }

  /** Does the work; anything it throws ends the command. */
  abstract void run(Path data, Clock clock);

  /** Prints what a report says, a sentence a line. */
  final void print(DataCheck.Report report) {
    PrintWriter out = spec.commandLine().getOut();
    report.sentences().forEach(out::println);
    long untold = report.problems() - report.sentences().size();
    if (untold > 0) {
      out.println("... and " + untold + " more.");
    }
    out.flush();
  }

  final void say(String sentence) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(sentence);
    out.flush();
  }

  /** How much a report is about, such as {@code 2 tables, 10 rows, 12 changes}. */
  static String extent(DataCheck.Report report) {
    return "%d tables and indexes, %d rows and entries, %d changes"
        .formatted(report.tables(), report.rows(), report.records());
  }
}
