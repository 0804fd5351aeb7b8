package io.millrace.local.engine;

/** Names a table of an instance. */
public record TableName(String instance, String table) {}
