package io.millrace.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "snapshot",
    description = "Local server only: keep the instance as it is now under a name.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin snapshot before-test"})
final class SnapshotCommand extends LocalServerCommand {
  @Parameters(
      paramLabel = "NAME",
      description = "The name of the snapshot, which replaces one of that name.")
  private String name;

  @Override
  void run(LocalServer server) throws InterruptedException {
    JsonNode snapshot = server.call("PUT", server.ofInstance("snapshots", name), null);
    say(
        "Snapshot '"
            + name
            + "' of "
            + connection()
            + " holds "
            + snapshot.path("bytes").asLong()
            + " bytes.");
  }
}
