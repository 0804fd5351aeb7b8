package io.millrace.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = "Local server only: make the instance what it was when a snapshot was made.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin restore before-test"})
final class RestoreCommand extends LocalServerCommand {
  @Parameters(paramLabel = "NAME", description = "The name of the snapshot.")
  private String name;

  @Override
  void run(LocalServer server) throws InterruptedException {
    server.call("POST", server.ofInstance("snapshots", name, "restore"), null);
    say("Snapshot '" + name + "' restored to " + connection() + ".");
  }
}
