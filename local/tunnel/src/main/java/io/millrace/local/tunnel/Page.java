package io.millrace.local.tunnel;

import io.millrace.local.engine.log.Chunk;
import java.util.List;

/**
 * What was read of a channel.
 *
 * @param reached the place after the records
 * @param finished whether nothing will ever come after it
 * @param lastChangeMicros when the last of them was made; 0 for rows, or if there is none
 */
record Page(
    List<Chunk> chunks,
    int records,
    int bytes,
    Token reached,
    boolean finished,
    long lastChangeMicros) {

  Token next() {
    return finished ? FinishedToken.INSTANCE : reached;
  }

  RecordPage answer() {
    return new RecordPage(chunks, records, bytes, next().text(), records > 0 && !finished);
  }
}
