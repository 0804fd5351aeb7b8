package io.millrace.protocol.plainbuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RowCodecTest {
  private static final PrimaryKey KEY = PrimaryKey.of(new PrimaryKeyColumn("pk", Value.of("k")));

  private final RowCodec codec = new RowCodec();

  @Property
  void everyRowComesBackAsItWas(@ForAll long seed) {
    List<Row> rows = new RandomRows(seed).rows(5);
    ByteString document = codec.encodeRows(rows);
    assertThat(codec.decodeRows(document)).isEqualTo(rows);
    assertThat(codec.encodeRows(codec.decodeRows(document))).isEqualTo(document);
  }

  @Property
  void everyBareValueComesBackAsItWas(@ForAll long seed) {
    Value value = new RandomRows(seed).value();
    assertThat(codec.decodeValue(codec.encodeValue(value))).isEqualTo(value);
  }

  @Test
  void noRowsAreNoBytes() {
    assertThat(codec.encodeRows(List.of())).isEqualTo(ByteString.EMPTY);
    assertThat(codec.decodeRows(ByteString.EMPTY)).isEmpty();
    assertThatExceptionOfType(PlainBufferException.class)
        .isThrownBy(() -> codec.decodeRow(ByteString.EMPTY));
  }

  @Test
  void bytesAfterASingleRowOrValueAreIgnored() {
    Row row = Row.of(KEY, Cell.put("c", Value.of(1)));
    ByteString zeros = ByteString.copyFrom(new byte[5]);
    assertThat(codec.decodeRow(codec.encodeRow(row).concat(zeros))).isEqualTo(row);
    assertThat(codec.decodeKey(codec.encodeKey(KEY).concat(zeros))).isEqualTo(KEY);
    assertThat(codec.decodeValue(codec.encodeValue(Value.of("x")).concat(zeros)))
        .isEqualTo(Value.of("x"));
    assertThatExceptionOfType(PlainBufferException.class)
        .isThrownBy(() -> codec.decodeRows(codec.encodeRow(row).concat(zeros)));
  }

  @Test
  void rowsAreReadFromEveryKindOfByteString() {
    Row row = Row.of(KEY, Cell.put("c", Value.of("v".repeat(300)), 7));
    ByteString plain = codec.encodeRow(row);
    ByteString slice =
        ByteString.copyFrom(new byte[3]).concat(plain).substring(3, 3 + plain.size());
    ByteString rope = plain.substring(0, 200).concat(plain.substring(200));
    assertThat(codec.decodeRow(slice)).isEqualTo(row);
    assertThat(codec.decodeRow(rope)).isEqualTo(row);
    assertThat(codec.decodeRow(ByteString.copyFrom(plain.asReadOnlyByteBuffer()))).isEqualTo(row);
  }

  @Test
  void rowsWrittenBeforeCanBeAppended() {
    Row first = Row.of(KEY, Cell.put("c", Value.of(1)));
    Row second = Row.of(KEY, Cell.put("d", Value.of(2)));
    byte[] before = codec.encodeRow(second).toByteArray();
    PlainBufferWriter writer = new PlainBufferWriter(1);
    writer.header();
    RowCodec.write(writer, first);
    writer.append(before, Integer.BYTES, before.length - Integer.BYTES);
    assertThat(codec.decodeRows(writer.toByteString())).containsExactly(first, second);
    assertThat(writer.size()).isEqualTo(writer.toByteArray().length);
    writer.clear();
    assertThat(writer.size()).isZero();
  }

  @Test
  void keyMustBeNothingButAKey() {
    assertThatExceptionOfType(PlainBufferException.class)
        .isThrownBy(() -> codec.decodeKey(codec.encodeRow(Row.deletion(KEY))));
    Row withCell = Row.of(KEY, Cell.put("c", Value.of(1)));
    assertThatExceptionOfType(PlainBufferException.class)
        .isThrownBy(() -> codec.decodeKey(codec.encodeRow(withCell)));
  }

  @Test
  void keyColumnMustHaveAValueAndNothingElse() {
    for (Cell cell :
        List.of(
            new Cell("pk", null, Cell.NO_TIMESTAMP, CellType.PUT),
            Cell.put("pk", Value.of(1), 5),
            Cell.increment("pk", 1))) {
      assertThatExceptionOfType(PlainBufferException.class)
          .as("%s", cell)
          .isThrownBy(() -> codec.decodeRow(asKeyCell(cell)));
    }
  }

  @Test
  void theOneTimestampThatMeansNoneStaysATimestamp() {
    PlainBufferWriter writer = new PlainBufferWriter();
    writer.header();
    RowCodec.write(writer, Row.of(KEY, Cell.put("c", Value.of(1), 0x0102030405060708L)));
    byte[] bytes = writer.toByteArray();
    // The timestamp is the last number but the cell's and the row's checksums.
    byte[] timestamp = Arrays.copyOfRange(bytes, bytes.length - 12, bytes.length - 4);
    assertThat(timestamp).containsExactly(8, 7, 6, 5, 4, 3, 2, 1);
    LittleEndian.putLong(bytes, bytes.length - 12, Long.MIN_VALUE);
    int cell = Crc8.update(0, new byte[] {'c'}, 0, 1);
    cell = Crc8.update(Crc8.update(cell, Tags.TYPE_INTEGER), 1L);
    cell = Crc8.update(cell, Long.MIN_VALUE);
    bytes[bytes.length - 3] = (byte) cell;
    int key = bytes[4 + 1 + 1 + 1 + 4 + 2 + 1 + 4 + 1 + 4 + 1 + 1] & 0xFF;
    bytes[bytes.length - 1] =
        (byte) Crc8.update(Crc8.update(Crc8.update(0, (byte) key), (byte) cell), (byte) 0);
    Cell decoded = codec.decodeRow(ByteString.copyFrom(bytes)).cell(0);
    assertThat(decoded.hasTimestamp()).isTrue();
    assertThat(decoded.timestamp()).isNegative();
  }

  /** A row whose only key cell is a cell of any kind: the data tag of a row is cut out. */
  private ByteString asKeyCell(Cell cell) {
    PlainBufferWriter writer = new PlainBufferWriter();
    writer.header();
    writer.beginRow();
    writer.cell(cell);
    writer.endRow();
    byte[] bytes = writer.toByteArray();
    int dataTag = Integer.BYTES + 1;
    assertThat(bytes[dataTag]).isEqualTo(Tags.ROW_DATA);
    return ByteString.copyFrom(bytes, 0, dataTag)
        .concat(ByteString.copyFrom(bytes, dataTag + 1, bytes.length - dataTag - 1));
  }
}
