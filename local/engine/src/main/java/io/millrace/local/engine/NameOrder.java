package io.millrace.local.engine;

import java.util.Comparator;

/**
 * The order of column names by their UTF-8 bytes, which is that of their code points. Java's own
 * order of strings differs above {@code U+FFFF}.
 */
final class NameOrder implements Comparator<String> {

  static final NameOrder BY_BYTES = new NameOrder();

  private NameOrder() {}

  @Override
  public int compare(String left, String right) {
    int common = Math.min(left.length(), right.length());
    for (int i = 0; i < common; i++) {
      char l = left.charAt(i);
      char r = right.charAt(i);
      if (l != r) {
        return Character.isSurrogate(l) == Character.isSurrogate(r)
            ? Character.compare(l, r)
            : Boolean.compare(Character.isSurrogate(l), Character.isSurrogate(r));
      }
    }
    return Integer.compare(left.length(), right.length());
  }
}
