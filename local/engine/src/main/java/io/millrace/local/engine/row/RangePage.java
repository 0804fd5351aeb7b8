package io.millrace.local.engine.row;

import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import java.util.List;

/**
 * Rows of a range as far as one answer goes.
 *
 * @param next where the next page starts, or null if the range is done
 */
public record RangePage(List<Row> rows, PrimaryKey next, Capacity capacity) {}
