package io.millrace.local.engine.filter;

/** Picks attribute columns of a row by their place among those read; every row passes. */
public record PaginationFilter(int offset, int limit) implements Filter {}
