package io.millrace.spark.options;

import io.millrace.spark.options.TablestoreOption.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Declares options of the same uses, in the order of the options page. */
final class OptionDeclarations {

  private final Set<OptionUse> uses;
  private final List<TablestoreOption<?>> options = new ArrayList<>();

  OptionDeclarations(OptionUse... uses) {
    this.uses = Set.of(uses);
  }

  /** An option without a default has null for its text. */
  <T> TablestoreOption<T> declare(
      String name, OptionType<T> type, String defaultText, String meaning) {
    return declareFor(uses, name, type, defaultText, meaning);
  }

  /** An option with uses of its own. */
  <T> TablestoreOption<T> declareFor(
      Set<OptionUse> ownUses, String name, OptionType<T> type, String defaultText, String meaning) {
    return add(new TablestoreOption<>(name, type, defaultText, meaning, ownUses, Kind.EFFECTIVE));
  }

  /** An option whose value is never shown. */
  TablestoreOption<String> secret(String name, OptionType<String> type, String meaning) {
    return add(new TablestoreOption<>(name, type, null, meaning, uses, Kind.SECRET));
  }

  /** An option of the older connector that is accepted and does nothing. */
  <T> void withoutEffect(
      Set<OptionUse> ownUses, String name, OptionType<T> type, String accepted, String reason) {
    add(new TablestoreOption<>(name, type, accepted, reason, ownUses, Kind.WITHOUT_EFFECT));
  }

  /** All that were declared. */
  List<TablestoreOption<?>> all() {
    return Collections.unmodifiableList(options);
  }

  private <T> TablestoreOption<T> add(TablestoreOption<T> option) {
    options.add(option);
    return option;
  }
}
