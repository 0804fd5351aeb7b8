package io.millrace.cli.admin;

import io.millrace.cli.console.Listing;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list_snapshot",
    description = "Local server only: list the snapshots of the instance.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin list_snapshot", "  millrace admin list_snapshot --format json"})
final class ListSnapshotCommand extends LocalServerCommand {
  @Mixin private FormatOption format;

  @Override
  void run(LocalServer server) throws InterruptedException {
    Listing listing =
        new Listing(
            List.of(
                Listing.Column.of("name", "Name"),
                Listing.Column.of("created", "Created"),
                Listing.Column.of("bytes", "Bytes")));
    listing.addAll(server.call("GET", server.ofInstance("snapshots"), null).path("snapshots"));
    format.print(listing, out());
  }
}
