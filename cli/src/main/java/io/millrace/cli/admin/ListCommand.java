package io.millrace.cli.admin;

import io.millrace.cli.console.Listing;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "list",
    aliases = "lt",
    description = "List the tables of the instance.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin list", "  millrace admin list --format json"})
final class ListCommand extends InstanceCommand {
  @Mixin private FormatOption format;

  @Override
  void run(Tablestore tablestore) {
    Listing listing = new Listing(List.of(Listing.Column.whole("table", "Table")));
    tablestore.client().listTable().getTableNames().forEach(listing::add);
    format.print(listing, out());
  }
}
