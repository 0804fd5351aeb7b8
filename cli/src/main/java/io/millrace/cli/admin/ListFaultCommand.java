package io.millrace.cli.admin;

import io.millrace.cli.console.Listing;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list_fault",
    description = "Local server only: list the faults that are still to happen.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin list_fault", "  millrace admin list_fault --format json"})
final class ListFaultCommand extends LocalServerCommand {
  @Mixin private FormatOption format;

  @Override
  void run(LocalServer server) throws InterruptedException {
    Listing listing =
        new Listing(
            List.of(
                Listing.Column.of("operation", "Operation"),
                Listing.Column.of("times", "Times"),
                Listing.Column.of("error", "Error"),
                Listing.Column.of("delayMillis", "Delay ms"),
                Listing.Column.of("dropReply", "Drop reply")));
    listing.addAll(server.call("GET", "faults", null).path("pending"));
    format.print(listing, out());
  }
}
