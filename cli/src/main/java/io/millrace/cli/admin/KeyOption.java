package io.millrace.cli.admin;

import picocli.CommandLine.Option;

/** The key of a row. */
final class KeyOption {
  @Option(
      names = {"-k", "--pk"},
      required = true,
      paramLabel = "KEY",
      description =
          "The key of the row: a JSON array of its values in the order of the table's key, or a JSON"
              + " object.")
  String json;
}
