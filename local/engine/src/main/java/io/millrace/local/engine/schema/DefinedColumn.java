package io.millrace.local.engine.schema;

import io.millrace.protocol.model.ValueType;

/** An attribute column whose type is declared, as secondary indexes need it. */
public record DefinedColumn(String name, ValueType type) {}
