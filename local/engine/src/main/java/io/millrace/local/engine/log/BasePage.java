package io.millrace.local.engine.log;

import java.util.List;

/**
 * Rows of a {@link BaseRange} as PUT records without sequence information.
 *
 * @param records how many there are in all chunks
 * @param bytes the length of all chunks
 * @param nextPosition where to read on, opaque; null if the range is done
 */
public record BasePage(List<Chunk> chunks, int records, int bytes, byte[] nextPosition) {}
