package io.millrace.local.tunnel;

/**
 * How far the clients of a channel came, in their own words.
 *
 * @param token where to read on, or {@code finished}
 * @param sequenceNumber the next checkpoint's must be higher
 */
public record Checkpoint(String token, long sequenceNumber) {}
