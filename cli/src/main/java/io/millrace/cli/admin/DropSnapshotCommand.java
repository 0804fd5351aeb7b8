package io.millrace.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "drop_snapshot",
    description = "Local server only: forget a snapshot.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin drop_snapshot before-test"})
final class DropSnapshotCommand extends LocalServerCommand {
  @Mixin private SnapshotParameter snapshot;

  @Override
  void run(LocalServer server) throws InterruptedException {
    server.call("DELETE", server.ofInstance("snapshots", snapshot.name), null);
    say("Snapshot '" + snapshot.name + "' of " + connection() + " dropped.");
  }
}
