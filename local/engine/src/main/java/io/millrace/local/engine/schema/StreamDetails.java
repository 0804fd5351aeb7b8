package io.millrace.local.engine.schema;

/**
 * The stream of a table that has one.
 *
 * @param enabledMicros when it was turned on
 */
public record StreamDetails(String streamId, StreamOptions options, long enabledMicros) {}
