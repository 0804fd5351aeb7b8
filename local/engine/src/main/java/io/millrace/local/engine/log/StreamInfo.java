package io.millrace.local.engine.log;

/**
 * The stream of a table.
 *
 * @param creationMicros when it was turned on
 */
public record StreamInfo(String streamId, String table, int retentionHours, long creationMicros) {}
