package io.millrace.cli.admin;

import io.millrace.cli.console.CommandFailure;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** A command that only a local server understands. */
abstract class LocalServerCommand implements Callable<Integer> {
  @ParentCommand private AdminCommand admin;
  @Spec private CommandSpec spec;

  @Override
  public final Integer call() {
    try {
      run(new LocalServer(admin.connection()));
      return CommandLine.ExitCode.OK;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure("The command was interrupted before it was done.", e);
    }
  }

  /** Does the work; anything it throws ends the command. */
  abstract void run(LocalServer server) throws InterruptedException;

  final Connection connection() {
    return admin.connection();
  }

  final void say(String sentence) {
    spec.commandLine().getOut().println(sentence);
    spec.commandLine().getOut().flush();
  }

  /** A wrong use of this command, with the sentence to show. */
  final ParameterException misuse(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
