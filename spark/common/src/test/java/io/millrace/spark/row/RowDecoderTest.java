package io.millrace.spark.row;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.ActionType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowDecoderTest {

  private static final int ROWS = 2000;

  @ParameterizedTest
  @ValueSource(ints = {4, 50, 200})
  void aRowCostsNoMemoryHoweverManyColumnsItHas(int columns) {
    List<Cell> cells = new ArrayList<>();
    StructType schema = new StructType().add("id", DataTypes.LongType);
    for (int i = 1; i < columns; i++) {
      cells.add(Cell.put("c" + i, Value.of("value " + i), 1));
      schema = schema.add("c" + i, DataTypes.StringType);
    }
    byte[] row = encoded(Row.of(PrimaryKey.of(new PrimaryKeyColumn("id", Value.of(7L))), cells));
    RowDecoder decoder = new RowDecoder("T", schema);
    decode(decoder, row);

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    UnsafeRow last = decode(decoder, row);
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;

    assertThat(last.getUTF8String(columns - 1).toString()).isEqualTo("value " + (columns - 1));
    assertThat(allocated / ROWS).isLessThan(200);
  }

  private static byte[] encoded(Row row) {
    ByteString bytes = new RowCodec().encodeRow(row);
    return bytes.toByteArray();
  }

  private static UnsafeRow decode(RowDecoder decoder, byte[] row) {
    UnsafeRow last = null;
    for (int i = 0; i < ROWS; i++) {
      decoder.start(row, 0, row.length);
      last = decoder.next(ActionType.PUT_ROW);
    }
    return last;
  }
}
