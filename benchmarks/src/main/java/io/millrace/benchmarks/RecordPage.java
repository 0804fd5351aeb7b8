package io.millrace.benchmarks;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A page of a stream channel as ReadRecords answers it: order lines with a choice of columns. */
final class RecordPage {
  static final int RECORDS = 1000;

  private RecordPage() {}

  /**
   * The bytes of a response.
   *
   * @param columns columns of each row, one key column included
   */
  static byte[] of(int columns) {
    Random random = new Random(columns);
    RowCodec codec = new RowCodec();
    ReadRecordsResponse.Builder page =
        ReadRecordsResponse.newBuilder()
            .setNextToken("CAISCRIDaXQxGAUgBw==")
            .setMayMoreRecord(true);
    for (int i = 0; i < RECORDS; i++) {
      ByteString record = codec.encodeRow(row(columns, i, random));
      page.addRecords(
          TunnelRecord.newBuilder().setActionType(ActionType.PUT_ROW).setRecord(record));
    }
    return page.build().toByteArray();
  }

  /** The columns of each row, key first. */
  static List<String> names(int columns) {
    List<String> names = new ArrayList<>(List.of("OrderId"));
    for (int i = 1; i < columns; i++) {
      names.add("column_" + i);
    }
    return names;
  }

  private static Row row(int columns, int index, Random random) {
    long now = 1_700_000_000_000L + index;
    List<String> names = names(columns);
    List<Cell> cells = new ArrayList<>();
    for (int i = 1; i < columns; i++) {
      Value value =
          switch (i % 3) {
            case 0 -> Value.of(random.nextLong());
            case 1 -> Value.of(random.nextDouble());
            default -> Value.of("value " + random.nextInt(100_000));
          };
      cells.add(Cell.put(names.get(i), value, now));
    }
    PrimaryKey key =
        PrimaryKey.of(new PrimaryKeyColumn(names.get(0), Value.of("order-" + (10_000 + index))));
    return Row.of(key, cells).withSequenceInfo(new SequenceInfo(1, now * 1000, 0));
  }
}
