package io.millrace.local.engine.log;

import java.util.List;

/**
 * Records of one shard from a position on.
 *
 * @param records how many there are in all chunks
 * @param bytes the length of all chunks
 * @param nextPosition where to read on
 * @param drained whether the shard is closed and was read to its end, so that its children are next
 */
public record LogPage(
    List<Chunk> chunks, int records, int bytes, long nextPosition, boolean drained) {}
