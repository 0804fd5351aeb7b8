package io.millrace.cli.admin;

import picocli.CommandLine.Command;

@Command(
    name = "health",
    description = "Local server only: say whether it serves.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin health"})
final class HealthCommand extends LocalServerCommand {
  @Override
  void run(LocalServer server) throws InterruptedException {
    say(server.call("GET", "health", null).path("status").asText());
  }
}
