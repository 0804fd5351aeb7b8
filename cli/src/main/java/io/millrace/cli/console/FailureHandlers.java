package io.millrace.cli.console;

import io.millrace.local.server.LocalTablestoreException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns what went wrong into one line on stderr and an exit code: 1 for a failed command, 2 for
 * wrong usage.
 */
public final class FailureHandlers {
  private FailureHandlers() {}

  /** Installs both handlers on {@code commandLine} and all its subcommands. */
  public static CommandLine install(CommandLine commandLine) {
    return commandLine
        .setExecutionExceptionHandler(FailureHandlers::failed)
        .setParameterExceptionHandler(FailureHandlers::misused);
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof CommandFailure || failure instanceof LocalTablestoreException) {
      say(command, failure.getMessage());
    } else {
      say(
          command,
          failure
              + " (unexpected; please report it with the command you ran and the output of"
              + " millrace --version).");
    }
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static int misused(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    say(command, failure.getMessage());
    PrintWriter err = command.getErr();
    if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for its options.");
    }
    err.flush();
    return CommandLine.ExitCode.USAGE;
  }

  private static void say(CommandLine command, String sentence) {
    PrintWriter err = command.getErr();
    Ansi ansi = command.getColorScheme().ansi();
    err.println(ansi.new Text("@|bold,red millrace:|@ ") + sentence);
    err.flush();
  }
}
