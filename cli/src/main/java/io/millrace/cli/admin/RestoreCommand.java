package io.millrace.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "restore",
    description = "Local server only: make the instance what it was when a snapshot was made.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin restore before-test"})
final class RestoreCommand extends LocalServerCommand {
  @Mixin private SnapshotParameter snapshot;

  @Override
  void run(LocalServer server) throws InterruptedException {
    server.call("POST", server.ofInstance("snapshots", snapshot.name, "restore"), null);
    say("Snapshot '" + snapshot.name + "' restored to " + connection() + ".");
  }
}
