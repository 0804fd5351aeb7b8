package io.millrace.local.engine.schema;

import io.millrace.protocol.model.Value;

/** A range of values of the partition key: {@code begin} belongs to it, {@code end} does not. */
public record PartitionRange(Value begin, Value end) {}
