package io.millrace.cli;

import io.millrace.cli.admin.AdminCommand;
import io.millrace.cli.admin.AdminHelp;
import io.millrace.cli.console.FailureHandlers;
import io.millrace.cli.console.Terminal;
import io.millrace.cli.demo.DemoCommand;
import io.millrace.cli.server.ServerCommand;
import io.millrace.cli.sql.SqlCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the {@code millrace} command. */
@Command(
    name = "millrace",
    description = "Streaming SQL for Tablestore on Apache Spark, with a local Tablestore.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {
      DemoCommand.class,
      ServerCommand.class,
      SqlCommand.class,
      AdminCommand.class,
      HelpCommand.class
    })
public final class Millrace implements Runnable {
  @Spec private CommandLine.Model.CommandSpec spec;

  private Millrace() {}

  /** Runs the command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  /** The whole command tree, ready to execute; its output can be redirected, as tests do. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Millrace());
    commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpWidth(Terminal.WIDTH);
    AdminHelp.arrange(commandLine.getSubcommands().get("admin"));
    return FailureHandlers.install(commandLine);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
