package io.millrace.local.tunnel;

import io.millrace.local.engine.log.Chunk;
import java.util.List;

/**
 * What one read gives.
 *
 * @param chunks the records, encoded as the answer carries them
 * @param records how many there are in all chunks
 * @param bytes the length of all chunks
 * @param nextToken where to read on, or {@code finished}
 * @param mayMore whether an immediate next read is worth while
 */
public record RecordPage(
    List<Chunk> chunks, int records, int bytes, String nextToken, boolean mayMore) {}
