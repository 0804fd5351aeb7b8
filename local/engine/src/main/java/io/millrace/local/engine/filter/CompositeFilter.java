package io.millrace.local.engine.filter;

import java.util.List;

/** Joins filters; {@code NOT} has exactly one, the others at least two. */
public record CompositeFilter(Combinator combinator, List<Filter> filters) implements Filter {

  /** How filters are joined. */
  public enum Combinator {
    NOT,
    AND,
    OR
  }

  public CompositeFilter {
    filters = List.copyOf(filters);
  }
}
