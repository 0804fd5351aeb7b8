package io.millrace.local.engine.filter;

/** A condition on the columns of a row; see {@link RowFilter} for how it is evaluated. */
public sealed interface Filter permits ColumnFilter, CompositeFilter, PaginationFilter {}
