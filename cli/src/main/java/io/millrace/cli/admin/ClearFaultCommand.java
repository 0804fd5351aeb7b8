package io.millrace.cli.admin;

import picocli.CommandLine.Command;

@Command(
    name = "clear_fault",
    description = "Local server only: forget the faults that have not happened yet.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin clear_fault"})
final class ClearFaultCommand extends LocalServerCommand {
  @Override
  void run(LocalServer server) throws InterruptedException {
    server.call("DELETE", "faults", null);
    say("No fault is left to happen.");
  }
}
