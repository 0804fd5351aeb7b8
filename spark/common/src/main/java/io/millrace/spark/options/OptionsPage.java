package io.millrace.spark.options;

import io.millrace.spark.options.TablestoreOption.Kind;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Renders the declarations as the page {@code docs/options.md}. */
public final class OptionsPage {

  private static final Set<TablestoreOption<?>> REQUIRED =
      Set.of(
          DefinitionOptions.ENDPOINT,
          DefinitionOptions.INSTANCE_NAME,
          DefinitionOptions.TABLE_NAME,
          NewTableOptions.PRIMARY_KEY);

  private static final Set<OptionUse> READS =
      Set.of(OptionUse.TABLE, OptionUse.STREAM, OptionUse.BATCH);

  private static final Set<OptionUse> EVERY_USE =
      Set.of(OptionUse.TABLE, OptionUse.STREAM, OptionUse.BATCH, OptionUse.WRITE);

  private OptionsPage() {}

  /** The whole page in Markdown. */
  public static String render() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Options of the data source `tablestore`

        <!-- Generated from the declarations in TablestoreOptions; a test fails when this page differs. -->

        Options go into the `OPTIONS` of `CREATE TABLE`, of `CREATE SCAN` and `CREATE STREAM`, or to `option(...)` of a
        reader or writer with `format("tablestore")`. Names are compared without case. An option of a scan or a write
        stands above the one of its table. An unknown name is refused with the nearest known one.

        """);
    section(
        page,
        "The table",
        "These belong to `CREATE TABLE` alone. Spark masks secrets in `SHOW CREATE TABLE`; its"
            + " metastore holds them in clear.",
        option -> option.uses().equals(Set.of(OptionUse.TABLE)));
    section(page, "Reads", "For streaming and batch reads.", option -> option.uses().equals(READS));
    section(
        page,
        "Streaming reads",
        "For `CREATE SCAN ... USING STREAM` and `readStream`.",
        option -> only(option, OptionUse.STREAM));
    section(
        page,
        "Batch reads",
        "For `CREATE SCAN ... USING BATCH` and `SELECT`.",
        option -> only(option, OptionUse.BATCH));
    section(
        page,
        "Writes",
        "For `CREATE STREAM` and `INSERT INTO`.",
        option -> only(option, OptionUse.WRITE));
    section(page, "All of them", "", option -> option.uses().equals(EVERY_USE));
    section(
        page,
        "New tables",
        "For `CREATE TABLE` in a catalog of the instance, as `TBLPROPERTIES` or `OPTIONS`.",
        option -> option.uses().equals(Set.of(OptionUse.NEW_TABLE)));
    page.append(
        """

        ## Accepted without effect

        Scripts of the older connector may carry these.

        | option | why it has no effect |
        |---|---|
        """);
    TablestoreOptions.all().stream()
        .filter(option -> option.kind() == Kind.WITHOUT_EFFECT)
        .forEach(
            option ->
                page.append(
                    "| `%s` | %s |\n"
                        .formatted(
                            option.name(),
                            option.type().expected().equals("any text")
                                ? option.meaning()
                                : option.meaning() + " Give " + option.expected() + ".")));
    return page.toString();
  }

  private static boolean only(TablestoreOption<?> option, OptionUse use) {
    return option.uses().contains(use) && option.uses().size() == 2;
  }

  private static void section(
      StringBuilder page, String title, String intro, Predicate<TablestoreOption<?>> chosen) {
    page.append("\n## ").append(title).append("\n\n");
    if (!intro.isEmpty()) {
      page.append(intro).append("\n\n");
    }
    page.append("| option | value | default | meaning |\n|---|---|---|---|\n");
    page.append(
        TablestoreOptions.all().stream()
            .filter(option -> option.kind() != Kind.WITHOUT_EFFECT)
            .filter(chosen)
            .map(OptionsPage::row)
            .collect(Collectors.joining()));
  }

  private static String row(TablestoreOption<?> option) {
    String defaultText =
        option.defaultText() == null
            ? (REQUIRED.contains(option) ? "required" : "none")
            : "`" + option.defaultText() + "`";
    String meaning =
        option.kind() == Kind.SECRET ? option.meaning() + " A secret." : option.meaning();
    return "| `%s` | %s | %s | %s |\n"
        .formatted(option.name(), option.expected(), defaultText, meaning);
  }
}
