package io.millrace.spark.stream;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.SequenceInfo;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.ActionType;
import io.millrace.protocol.wire.ReadRecordsResponse;
import io.millrace.protocol.wire.TunnelRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A channel of pages written down beforehand; record n has the key n and the time 1000 + n. */
final class Pages implements PageSource {

  final List<String> reads = new ArrayList<>();
  long lost;
  boolean fails = true;
  private final Map<String, RecordPage> pages = new HashMap<>();
  private final Map<String, RecordPage> kept = new HashMap<>();
  private final RowCodec codec = new RowCodec();

  /** Adds the page of a token with records from one number up to another, that one excluded. */
  Pages page(String token, int first, int end, String next, boolean mayMore) throws IOException {
    ReadRecordsResponse.Builder answer = ReadRecordsResponse.newBuilder();
    for (int n = first; n < end; n++) {
      Row row =
          Row.of(
                  PrimaryKey.of(new PrimaryKeyColumn("id", Value.of((long) n))),
                  Cell.put("v", Value.of("value " + n), 1))
              .withSequenceInfo(new SequenceInfo(1, 1000 + n, 0));
      ByteString bytes = codec.encodeRow(row);
      answer.addRecords(
          TunnelRecord.newBuilder().setActionType(ActionType.PUT_ROW).setRecord(bytes));
    }
    answer.setNextToken(next).setMayMoreRecord(mayMore);
    pages.put(token, RecordPage.parse(answer.build().toByteArray()));
    return this;
  }

  @Override
  public RecordPage read(String token) {
    reads.add(token);
    RecordPage page = pages.get(token);
    if (page == null) {
      throw new AssertionError("no page at " + token);
    }
    return page;
  }

  @Override
  public RecordPage takeKept(String token) {
    return kept.remove(token);
  }

  @Override
  public void keep(String token, RecordPage page) {
    kept.put(token, page);
  }

  @Override
  public void lost(long missing) {
    lost += missing;
    if (fails) {
      throw new IllegalStateException(missing + " gone");
    }
  }
}
