package io.millrace.local.engine.filter;

/** How a column is compared with the value of its filter, which stands on the right. */
public enum Comparator {
  EQUAL,
  NOT_EQUAL,
  GREATER_THAN,
  GREATER_EQUAL,
  LESS_THAN,
  LESS_EQUAL,
  EXIST,
  NOT_EXIST
}
