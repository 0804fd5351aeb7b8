package io.millrace.cli.admin;

import picocli.CommandLine.Command;

@Command(
    name = "metrics",
    description = "Local server only: print its counts as Prometheus reads them.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin metrics"})
final class MetricsCommand extends LocalServerCommand {
  @Override
  void run(LocalServer server) throws InterruptedException {
    out().print(server.text("GET", "metrics", null));
    out().flush();
  }
}
