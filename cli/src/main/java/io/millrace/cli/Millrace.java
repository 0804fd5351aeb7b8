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
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the {@code millrace} command. */
@Command(
    name = "millrace",
    description = "Streaming SQL for Tablestore on Apache Spark, with a local Tablestore.",
    footer = {
      "",
      "Examples:",
      "  millrace demo",
      "  millrace server --data /var/lib/millrace",
      "  millrace admin create -t OrderSource --pk 'UserId:string,OrderId:string'",
      "  millrace sql -f orders.sql",
      "",
      "'millrace COMMAND --help' tells more."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
public final class Millrace implements Runnable {
  private static final List<?> COMMANDS =
      List.of(
          DemoCommand.class,
          ServerCommand.class,
          SqlCommand.class,
          AdminCommand.class,
          HelpCommand.class);

  @Spec private CommandLine.Model.CommandSpec spec;

  private Millrace() {}

  /** Runs the command and ends the process with its exit code: 0 done, 1 failed, 2 wrong usage. */
  public static void main(String[] arguments) {
    System.exit(commandLine(arguments).execute(arguments));
  }

  /** The whole command tree, ready to execute; its output can be redirected, as tests do. */
  public static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  /** The part of the tree that {@code arguments} need: describing all commands takes time. */
  private static CommandLine commandLine(String[] arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    return switch (first) {
      case "server" -> commandLine(List.of(ServerCommand.about(arguments)));
      case "demo" -> commandLine(List.of(DemoCommand.class));
      case "admin" -> commandLine(List.of(AdminCommand.class));
      default -> commandLine();
    };
  }

  private static CommandLine commandLine(List<?> commands) {
    CommandLine commandLine = new CommandLine(new Millrace());
    commands.forEach(commandLine::addSubcommand);
    commandLine.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    commandLine.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    commandLine.setUsageHelpWidth(Terminal.WIDTH);
    Optional.ofNullable(commandLine.getSubcommands().get("admin")).ifPresent(AdminHelp::arrange);
    return FailureHandlers.install(commandLine);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
