package io.millrace.spark.options;

import io.millrace.spark.error.InvalidOptionException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The options of one statement or table, by lower-cased name. Making one checks nothing, because
 * Spark loads a table also in order to drop it; reading a value or {@link #check} does.
 *
 * <p>{@link #toString} never shows a value.
 */
public final class OptionValues {

  /** Spark hands these to every source and sink beside the user's own options. */
  private static final Set<String> OF_SPARK =
      Set.of(
          "path",
          "paths",
          "checkpointlocation",
          "queryname",
          "outputmode",
          "asyncprogresstrackingenabled",
          "asyncprogresstrackingcheckpointintervalms",
          "asyncprogresstrackingoverridesinksupportcheck");

  /** What Spark itself says of a table, among its properties. */
  private static final Set<String> ABOUT_A_TABLE =
      Set.of("provider", "owner", "location", "is_managed_location", "external", "comment");

  private static final String OPTION_PREFIX = "option.";
  private static final String HIVE_PREFIX = "tablestore.";

  private final Map<String, String> values;

  private OptionValues(Map<String, String> values) {
    this.values = values;
  }

  /** The options of a read or a write. */
  public static OptionValues of(Map<String, String> given) {
    Map<String, String> values = new TreeMap<>();
    given.forEach((name, value) -> values.put(name.toLowerCase(Locale.ROOT), value));
    values.keySet().removeAll(OF_SPARK);
    return new OptionValues(values);
  }

  /**
   * The options of a table as a catalog hands them over: among its properties, each once more under
   * {@code option.<name>}. Where such copies exist, they alone are what the user wrote as options;
   * where none does, the statement had no OPTIONS.
   */
  public static OptionValues ofTable(Map<String, String> properties) {
    Map<String, String> copies = new TreeMap<>();
    properties.forEach(
        (name, value) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (lower.startsWith(OPTION_PREFIX)) {
            copies.put(lower.substring(OPTION_PREFIX.length()), value);
          }
        });
    OptionValues values = of(copies.isEmpty() ? properties : copies);
    if (copies.isEmpty()) {
      values.values.keySet().removeAll(ABOUT_A_TABLE);
    }
    return values;
  }

  /** These options with others on top: those of a read or write over those of its table. */
  public OptionValues overlaidBy(OptionValues others) {
    Map<String, String> merged = new TreeMap<>(values);
    merged.putAll(others.values);
    return new OptionValues(merged);
  }

  /** The names and texts, for handing them on to Spark. Secrets are among them. */
  public Map<String, String> asMap() {
    return Collections.unmodifiableMap(values);
  }

  /** The value of an option, its default when not given, or empty when it has none. */
  public <T> Optional<T> find(TablestoreOption<T> option) {
    String text = values.getOrDefault(option.name(), option.defaultText());
    return text == null ? Optional.empty() : Optional.of(parse(option, text));
  }

  /** The value of an option that has a default or must be given. */
  public <T> T get(TablestoreOption<T> option) {
    return find(option)
        .orElseThrow(
            () ->
                new InvalidOptionException(
                        "Option " + option.name() + " is missing: give " + option.expected() + ".")
                    .unchecked());
  }

  /**
   * Refuses unknown names, names that have no place in this use, and values out of range.
   *
   * @param use where these options were given
   */
  public void check(OptionUse use) {
    check(use, List.of());
  }

  /**
   * The same, where other names belong to the statement that takes these options.
   *
   * @param alsoKnown those names, which are passed over here and may be the ones meant
   */
  public void check(OptionUse use, Collection<String> alsoKnown) {
    values.forEach(
        (name, text) -> {
          if (alsoKnown.stream().anyMatch(name::equalsIgnoreCase)) {
            return;
          }
          TablestoreOption<?> option =
              TablestoreOptions.find(name)
                  .orElseThrow(() -> unknown(name, use, alsoKnown).unchecked());
          if (!option.uses().contains(use)) {
            throw new InvalidOptionException(misplaced(option, use)).unchecked();
          }
          parse(option, text);
        });
  }

  private static String misplaced(TablestoreOption<?> option, OptionUse use) {
    String statements =
        Arrays.stream(OptionUse.values())
            .filter(option.uses()::contains)
            .map(OptionUse::statement)
            .collect(Collectors.joining(" or "));
    return "Option "
        + option.name()
        + " does not belong to a "
        + use.label()
        + ": give it in the OPTIONS of "
        + statements
        + ".";
  }

  private static InvalidOptionException unknown(
      String name, OptionUse use, Collection<String> alsoKnown) {
    List<String> candidates = new ArrayList<>(alsoKnown);
    TablestoreOptions.all().stream()
        .filter(option -> option.uses().contains(use))
        .map(TablestoreOption::name)
        .forEach(candidates::add);
    return new InvalidOptionException(
        "Option "
            + name
            + " is not known"
            + NearestName.of(withoutPrefix(name), candidates)
                .map(known -> ": did you mean " + known + "?")
                .orElse(" to the tablestore data source: remove it."));
  }

  /** The older connector's tables of Hive wrote {@code tablestore.access_key_id}. */
  private static String withoutPrefix(String name) {
    return name.startsWith(HIVE_PREFIX)
        ? name.substring(HIVE_PREFIX.length()).replace('_', '.')
        : name;
  }

  private static <T> T parse(TablestoreOption<T> option, String text) {
    return option
        .parse(text)
        .orElseThrow(
            () ->
                new InvalidOptionException(
                        "Option "
                            + option.name()
                            + " is "
                            + option.shown(text)
                            + ": give "
                            + option.expected()
                            + ".")
                    .unchecked());
  }

  @Override
  public String toString() {
    return "options " + values.keySet();
  }
}
