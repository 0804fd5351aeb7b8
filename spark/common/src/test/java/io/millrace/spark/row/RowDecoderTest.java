package io.millrace.spark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.ActionType;
import io.millrace.spark.error.UnreadableCellException;
import io.millrace.spark.options.MismatchAction;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowDecoderTest {

  private static final int ROWS = 1_000;

  private static byte[] document(int rows, int columns) {
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      Cell[] cells = new Cell[columns];
      for (int j = 0; j < columns; j++) {
        Value value = j % 2 == 0 ? Value.of(i + j) : Value.of("value " + j);
        cells[j] = Cell.put("c" + j, value, 1_700_000_000_000L);
      }
      all.add(Row.of(PrimaryKey.of(new PrimaryKeyColumn("id", Value.of(i))), cells));
    }
    return new RowCodec().encodeRows(all).toByteArray();
  }

  private static StructType schema(int columns) {
    StructType schema = new StructType().add("id", DataTypes.LongType);
    for (int j = 0; j < columns; j++) {
      schema = schema.add("c" + j, j % 2 == 0 ? DataTypes.LongType : DataTypes.StringType);
    }
    return schema;
  }

  private static long decodeAll(RowDecoder decoder, byte[] document, int column) {
    decoder.start(document, 0, document.length);
    long sum = 0;
    for (UnsafeRow row = decoder.next(ActionType.PUT_ROW);
        row != null;
        row = decoder.next(ActionType.PUT_ROW)) {
      sum += row.getLong(column);
    }
    return sum;
  }

  /** What it costs grows with the cells because each is looked at once, and with nothing else. */
  @ParameterizedTest
  @ValueSource(ints = {4, 50})
  void allocatesNothingForARow(int columns) {
    byte[] document = document(ROWS, columns);
    RowDecoder decoder = new RowDecoder("T", schema(columns));
    long expected = (long) ROWS * (ROWS - 1) / 2;
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    // Once to load classes and to grow buffers.
    assertThat(decodeAll(decoder, document, 0)).isEqualTo(expected);
    long before = threads.getCurrentThreadAllocatedBytes();
    long sum = decodeAll(decoder, document, 0);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(sum).isEqualTo(expected);
    assertThat(allocated).as("bytes allocated for %s rows", ROWS).isLessThan(ROWS);
  }

  private static UnsafeRow decodeOne(DataType type, Value value, MismatchAction action) {
    ByteString document =
        new RowCodec()
            .encodeRow(
                Row.of(
                    PrimaryKey.of(new PrimaryKeyColumn("id", Value.of(1))),
                    Cell.put("c", value, 1)));
    RowDecoder decoder =
        new RowDecoder(
            "T", new StructType().add("c", type), new Mismatches(action, "q" + System.nanoTime()));
    decoder.start(document.toByteArray(), 0, document.size());
    return decoder.next(ActionType.PUT_ROW);
  }

  @ParameterizedTest
  @CsvSource({
    "1.50, 1.50",
    "-1E2, -100.00",
    "99999.99, 99999.99",
    "100000, ",
    "0.001, ",
    "1E999999999, ",
    "1E-999999999, ",
    "nonsense, "
  })
  void readsDecimalsThatFitWithoutRounding(String text, String number) {
    DataType type = DataTypes.createDecimalType(7, 2);

    UnsafeRow row = decodeOne(type, Value.of(text), MismatchAction.NULL);

    assertThat(row.isNullAt(0) ? null : row.getDecimal(0, 7, 2).toString()).isEqualTo(number);
    assertThat(decodeOne(type, Value.of(12), MismatchAction.NULL).getDecimal(0, 7, 2).toString())
        .isEqualTo("12.00");
    assertThat(decodeOne(type, Value.of(0.1), MismatchAction.NULL).getDecimal(0, 7, 2).toString())
        .isEqualTo("0.10");
  }

  @Test
  void aLongIsNoInt() {
    Value tooGreat = Value.of(1L << 31);

    assertThat(decodeOne(DataTypes.IntegerType, tooGreat, MismatchAction.NULL).isNullAt(0))
        .isTrue();
    assertThatThrownBy(() -> decodeOne(DataTypes.IntegerType, tooGreat, MismatchAction.FAIL))
        .isInstanceOf(UnreadableCellException.class)
        .hasMessageContaining("holds the INTEGER 2147483648 in the row with key (id=1)");
  }

  @ParameterizedTest
  @CsvSource({"STRING, 7", "NULL, "})
  void aNumberInAStringColumnBecomesWhatIsAskedFor(MismatchAction action, String text) {
    UnsafeRow row = decodeOne(DataTypes.StringType, Value.of(7), action);

    assertThat(row.isNullAt(0) ? null : row.getUTF8String(0).toString()).isEqualTo(text);
  }
}
