package io.millrace.spark.options;

import static io.millrace.spark.options.OptionUse.NEW_TABLE;

import java.util.List;

/** Options of a table that a statement makes. */
public final class NewTableOptions {

  private static final OptionDeclarations OPTIONS = new OptionDeclarations(NEW_TABLE);

  public static final TablestoreOption<String> PRIMARY_KEY =
      OPTIONS.declare(
          "primary.key",
          OptionType.matching(
              "[^,]*[^,\\s][^,]*(,[^,]*[^,\\s][^,]*){0,3}",
              "the names of one to four columns with commas between them, such as UserId,OrderId"),
          null,
          "Columns of the key, in its order.");

  public static final TablestoreOption<Integer> TABLE_TTL_S =
      OPTIONS.declare(
          "table.ttl.s",
          OptionType.integer(-1, Integer.MAX_VALUE),
          "-1",
          "How long a value is kept, in seconds; -1 for ever.");

  public static final TablestoreOption<Integer> TABLE_MAX_VERSIONS =
      OPTIONS.declare(
          "table.max.versions",
          OptionType.integer(1, Integer.MAX_VALUE),
          "1",
          "How many versions of a value are kept.");

  private NewTableOptions() {}

  static List<TablestoreOption<?>> all() {
    return OPTIONS.all();
  }
}
