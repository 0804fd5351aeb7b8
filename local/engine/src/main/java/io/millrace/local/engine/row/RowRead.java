package io.millrace.local.engine.row;

import io.millrace.protocol.model.Row;

/**
 * The answer to a read of one row.
 *
 * @param row null if there is no such row, or nothing of it was wanted
 */
public record RowRead(Row row, Capacity capacity) {}
