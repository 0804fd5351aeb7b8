package io.millrace.cli.console;

/** How a listing is shown; the names are the values of {@code --format}. */
public enum ListingFormat {
  table,
  json,
  csv
}
