package io.millrace.spark.options;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The declaration of one option.
 *
 * @param name as users write it, in lower case; Spark compares names without case
 * @param type how its text becomes a value
 * @param defaultText the text that holds when the option is not given; null when there is none
 * @param meaning one or two sentences for the options page
 * @param uses where it may be given
 * @param kind whether it works, is a secret, or is only accepted
 */
public record TablestoreOption<T>(
    String name,
    OptionType<T> type,
    String defaultText,
    String meaning,
    Set<OptionUse> uses,
    Kind kind) {

  /** Who is calling, in an address: it may have a password with it. */
  private static final Pattern USER = Pattern.compile("(?<=://)[^/]*(?=@)");

  /** What the data source does with an option. */
  public enum Kind {
    /** It has the effect its meaning says. */
    EFFECTIVE,
    /** It has an effect, and its value must never be shown. */
    SECRET,
    /** The older connector has it; it is accepted and has no effect here. */
    WITHOUT_EFFECT
  }

  public TablestoreOption {
    uses = Set.copyOf(uses);
  }

  /** The value of a text, or empty when the text is not valid for this option. */
  Optional<T> parse(String text) {
    return type.parse().apply(text);
  }

  /** What a valid value looks like, to complete the sentence "give ...". */
  String expected() {
    return type.expected();
  }

  /** The text as an error may show it. */
  String shown(String text) {
    return kind == Kind.SECRET ? "(hidden)" : "'" + USER.matcher(text).replaceAll("(hidden)") + "'";
  }
}
