package io.millrace.spark.options;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How the text of an option becomes a value.
 *
 * @param expected what a valid text looks like, to complete the sentence "give ..."
 * @param parse the value of a text, or empty when the text is not valid
 */
public record OptionType<T>(String expected, Function<String, Optional<T>> parse) {

  static OptionType<String> text() {
    return new OptionType<>(
        "a text that is not empty", text -> text.isBlank() ? Optional.empty() : Optional.of(text));
  }

  /** Any text, the empty one included. */
  static OptionType<String> anyText() {
    return new OptionType<>("any text", Optional::of);
  }

  static OptionType<Integer> integer(int min, int max) {
    return new OptionType<>(
        "a whole number from " + min + " to " + max,
        text -> {
          try {
            int value = Integer.parseInt(text.strip());
            return value >= min && value <= max ? Optional.of(value) : Optional.empty();
          } catch (NumberFormatException e) {
            return Optional.empty();
          }
        });
  }

  static OptionType<Boolean> bool() {
    return new OptionType<>(
        "true or false",
        text ->
            switch (text.strip().toLowerCase(Locale.ROOT)) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** One of the constants, written in any case. */
  static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    String names =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" or "));
    return new OptionType<>(
        names,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(text.strip()))
                .findFirst());
  }

  /** The address of an instance: scheme, host and port, as the official clients accept it. */
  static OptionType<String> endpoint() {
    return new OptionType<>(
        "an address such as https://my-instance.cn-hangzhou.ots.aliyuncs.com or http://127.0.0.1:8087",
        text -> {
          try {
            URI uri = URI.create(text.strip());
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare =
                uri.getRawQuery() == null
                    && uri.getRawUserInfo() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath() == null || uri.getRawPath().matches("/?"));
            return http && bare && uri.getHost() != null
                ? Optional.of(uri.getScheme() + "://" + uri.getRawAuthority())
                : Optional.empty();
          } catch (IllegalArgumentException e) {
            return Optional.empty();
          }
        });
  }

  static OptionType<String> tableName() {
    return matching(
        "[A-Za-z_][A-Za-z0-9_]*",
        "a name of letters, digits and underscores that does not begin with a digit");
  }

  /** A text with one of the given shapes. */
  static OptionType<String> matching(String regex, String expected) {
    return new OptionType<>(
        expected,
        text -> text.strip().matches(regex) ? Optional.of(text.strip()) : Optional.empty());
  }
}
