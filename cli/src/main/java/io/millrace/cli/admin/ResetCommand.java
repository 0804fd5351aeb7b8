package io.millrace.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "reset",
    description =
        "Local server only: remove all tables and tunnels of the instance; snapshots stay.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin reset -y"})
final class ResetCommand extends LocalServerCommand {
  @Option(
      names = {"-y", "--yes"},
      description = "Do it; needed.")
  private boolean yes;

  @Override
  void run(LocalServer server) throws InterruptedException {
    if (!yes) {
      throw misuse("reset removes all tables of " + connection() + "; add -y to do it.");
    }
    server.call("POST", server.ofInstance("reset"), null);
    say("All tables of " + connection() + " removed.");
  }
}
