package io.millrace.cli.admin;

import picocli.CommandLine.Parameters;

/** The snapshot a command is about. */
final class SnapshotParameter {
  @Parameters(paramLabel = "NAME", description = "The name of the snapshot.")
  String name;
}
