package io.millrace.cli.admin;

import picocli.CommandLine.Option;

/** The table a command is about. */
final class TableOption {
  @Option(
      names = {"-t", "--table"},
      required = true,
      paramLabel = "TABLE",
      description = "The table.")
  String name;
}
