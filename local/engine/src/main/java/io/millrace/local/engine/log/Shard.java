package io.millrace.local.engine.log;

/**
 * A sequence of changes that only grows. Positions in it are times in microseconds: the position
 * {@code p} stands before the first record whose timestamp is at least {@code p}. The timestamps of
 * a shard rise strictly, and those of a child are above those of its parents.
 *
 * @param parentId the shard this one continues, or null
 * @param parentSiblingId the second shard this one continues, or null
 * @param createdMicros when it was made
 * @param startPosition the oldest position that can still be read
 * @param endPosition the position after its newest record
 * @param closed whether it grows no more
 */
public record Shard(
    String id,
    String parentId,
    String parentSiblingId,
    long createdMicros,
    long startPosition,
    long endPosition,
    boolean closed) {}
