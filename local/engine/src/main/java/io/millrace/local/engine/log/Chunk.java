package io.millrace.local.engine.log;

import java.util.ArrayList;
import java.util.List;

/**
 * Some records, encoded as they travel: each is a complete field number 1 of the answer to
 * GetStreamRecord or ReadRecords, {@code {action_type = 1, record = 2, origin_record = 3}}. An
 * answer is the bytes of its chunks one after the other and then those of its other fields.
 *
 * @param array shared with the store: never changed by anyone
 */
public record Chunk(byte[] array, int offset, int length) {

  /** Returns the record fields one by one, for who must look into them. */
  public List<Chunk> split() {
    List<Chunk> records = new ArrayList<>();
    int at = offset;
    while (at < offset + length) {
      int end = LogEncoding.endOfRecord(array, at);
      records.add(new Chunk(array, at, end - at));
      at = end;
    }
    return records;
  }
}
