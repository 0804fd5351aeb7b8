package io.millrace.local.engine.schema;

import io.millrace.protocol.model.PrimaryKey;
import java.util.List;
import java.util.Optional;

/**
 * A table as it is.
 *
 * @param tableId differs from that of every table of the same name made before
 * @param splitPoints first keys of all partitions but the first, if it was made of ranges
 * @param indexes its secondary indexes, as they were asked for
 * @param throughputMicros when the reserved throughput was set
 */
public record TableDescription(
    long tableId,
    TableSchema schema,
    TableOptions options,
    Optional<StreamDetails> stream,
    Throughput reserved,
    long throughputMicros,
    List<PrimaryKey> splitPoints,
    boolean localTransactions,
    long creationMicros,
    List<IndexSchema> indexes) {}
