package io.millrace.local.engine.log;

/**
 * A range of the stored keys of a table as it was when {@code tableId} was made. Both ends are
 * opaque; they may be kept, and stay valid as long as the table.
 */
public record BaseRange(long tableId, byte[] from, byte[] to) {}
