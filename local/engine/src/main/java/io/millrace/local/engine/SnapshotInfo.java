package io.millrace.local.engine;

/**
 * A snapshot of an instance.
 *
 * @param createdMicros when it was made, on the data's clock
 * @param entries how many entries of the store it keeps
 * @param bytes how much they take
 */
public record SnapshotInfo(String name, long createdMicros, long entries, long bytes) {}
