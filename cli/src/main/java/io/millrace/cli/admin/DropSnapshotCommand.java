package io.millrace.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "drop_snapshot",
    description = "Local server only: forget a snapshot.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin drop_snapshot before-test"})
final class DropSnapshotCommand extends LocalServerCommand {
  @Parameters(paramLabel = "NAME", description = "The name of the snapshot.")
  private String name;

  @Override
  void run(LocalServer server) throws InterruptedException {
    server.call("DELETE", server.ofInstance("snapshots", name), null);
    say("Snapshot '" + name + "' of " + connection() + " dropped.");
  }
}
