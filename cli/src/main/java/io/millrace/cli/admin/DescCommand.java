package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import io.millrace.cli.console.Listing;
import io.millrace.cli.console.ListingFormat;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "desc",
    description = "Show the key, the options and the stream of a table.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin desc -t OrderSource",
      "  millrace admin desc -t OrderSource --format json"
    })
final class DescCommand extends InstanceCommand {
  @Mixin private TableOption table;
  @Mixin private FormatOption format;

  @Override
  void run(Tablestore tablestore) {
    DescribeTableResponse description = tablestore.describe(table.name);
    Map<String, Object> document = TableDescription.of(description);
    if (format.format == ListingFormat.json) {
      Listing.printJson(document, out());
      out().flush();
      return;
    }
    Listing listing =
        new Listing(
            List.of(
                Listing.Column.whole("property", "Property"), Listing.Column.of("value", "Value")));
    TableDescription.flatten("", document, listing::add);
    format.print(listing, out());
  }

  @Override
  String table() {
    return table.name;
  }
}
