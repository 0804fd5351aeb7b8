package io.millrace.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The group of commands on one Tablestore instance. */
@Command(
    name = "admin",
    description = "Tables, rows, bulk files and tunnels of a Tablestore instance, local or cloud.",
    mixinStandardHelpOptions = true)
public final class AdminCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
