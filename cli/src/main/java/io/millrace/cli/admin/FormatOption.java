package io.millrace.cli.admin;

import io.millrace.cli.console.Listing;
import io.millrace.cli.console.ListingFormat;
import io.millrace.cli.console.Terminal;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** How a listing is shown. */
final class FormatOption {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table for people, json or csv for programs. Without: table.")
  ListingFormat format;

  void print(Listing listing, PrintWriter out) {
    listing.print(format, out, Terminal.colours(Terminal.out()));
  }
}
