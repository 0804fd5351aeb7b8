package io.millrace.cli.admin;

import picocli.CommandLine.Option;

/** The tunnel a command is about. */
final class TunnelOptions {
  @Option(
      names = {"-t", "--table"},
      required = true,
      paramLabel = "TABLE",
      description = "The table of the tunnel.")
  String table;

  @Option(
      names = {"-n", "--name"},
      required = true,
      paramLabel = "NAME",
      description = "The tunnel.")
  String name;
}
