package io.millrace.local.engine.row;

import java.util.Set;

/**
 * What a write answers.
 *
 * @param columns incremented columns whose new values are wanted; none but with {@link
 *     Type#AFTER_MODIFY}
 */
public record ReturnContent(Type type, Set<String> columns) {

  /** Kinds of answers. */
  public enum Type {
    NONE,
    /** The complete key, with the value an auto-increment column was given. */
    PRIMARY_KEY,
    /** Columns as they are after the write. */
    AFTER_MODIFY
  }

  public static final ReturnContent NONE = new ReturnContent(Type.NONE, Set.of());

  public static final ReturnContent PRIMARY_KEY = new ReturnContent(Type.PRIMARY_KEY, Set.of());

  public ReturnContent {
    columns = Set.copyOf(columns);
  }

  public static ReturnContent afterModify(String... columns) {
    return new ReturnContent(Type.AFTER_MODIFY, Set.of(columns));
  }
}
