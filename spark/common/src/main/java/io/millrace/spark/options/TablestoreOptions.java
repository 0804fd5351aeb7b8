package io.millrace.spark.options;

import io.millrace.spark.options.TablestoreOption.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** All options, which are declared where their role is. */
public final class TablestoreOptions {

  private static final List<TablestoreOption<?>> ALL =
      Stream.of(
              DefinitionOptions.all(),
              StreamReadOptions.all(),
              BatchReadOptions.all(),
              WriteOptions.all(),
              NewTableOptions.all(),
              OptionsWithoutEffect.all())
          .<TablestoreOption<?>>flatMap(List::stream)
          .toList();

  private TablestoreOptions() {}

  /** All declarations, in the order of the options page. */
  public static List<TablestoreOption<?>> all() {
    return ALL;
  }

  /** The options whose values must never be shown. */
  public static List<TablestoreOption<?>> secrets() {
    return ALL.stream().filter(option -> option.kind() == Kind.SECRET).toList();
  }

  /** The declaration of a name written in any case. */
  public static Optional<TablestoreOption<?>> find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(option -> option.name().equals(lower)).findFirst();
  }
}
