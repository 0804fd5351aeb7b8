package io.millrace.local.engine.row;

import io.millrace.protocol.model.PrimaryKey;

/**
 * Rows of a range of keys.
 *
 * @param start the first key, included; may hold infinite values
 * @param end where to stop, excluded; may hold infinite values
 * @param limit how many rows are wanted, or 0 for as many as fit into a page
 */
public record RangeQuery(
    String table, PrimaryKey start, PrimaryKey end, boolean forward, int limit, ReadSpec read) {}
