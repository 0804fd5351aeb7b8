package io.millrace.protocol.plainbuffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.SequenceInfo;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainBufferReaderTest {
  private static final SequenceInfo SEQUENCE = new SequenceInfo(1, 2, 3);
  private static final Row ROW =
      Row.of(
              key("k"),
              Cell.put("price", Value.of(1.5), 11),
              Cell.put("note", Value.of("h\u00e9"), 12),
              Cell.put("paid", Value.of(true)),
              Cell.deleteOneVersion("old", 5))
          .withSequenceInfo(SEQUENCE);

  private final RowCodec codec = new RowCodec();

  @Test
  void showsEachCellWithoutObjects() {
    PlainBufferReader reader = new PlainBufferReader(List.of("note", "pk", "price"));
    reader.reset(codec.encodeRow(ROW));
    assertThat(reader.nextRow()).isTrue();
    assertThat(reader.nextKeyCell()).isTrue();
    assertThat(reader.name()).isEqualTo("pk");
    assertThat(reader.nameIndex()).isEqualTo(1);
    assertThat(text(reader)).isEqualTo("k");
    assertThat(reader.nextKeyCell()).isFalse();

    assertThat(reader.nextCell()).isTrue();
    assertThat(reader.nameIndex()).isEqualTo(2);
    assertThat(reader.type()).isEqualTo(ValueType.DOUBLE);
    assertThat(reader.doubleValue()).isEqualTo(1.5);
    assertThat(reader.timestamp()).isEqualTo(11);
    assertThatIllegalStateException().isThrownBy(reader::longValue).withMessageContaining("price");

    assertThat(reader.nextCell()).isTrue();
    assertThat(reader.nameIndex()).isZero();
    assertThat(text(reader)).isEqualTo("h\u00e9");

    assertThat(reader.nextCell()).isTrue();
    assertThat(reader.nameIndex()).isEqualTo(-1);
    assertThat(reader.name()).isEqualTo("paid");
    assertThat(reader.booleanValue()).isTrue();
    assertThat(reader.hasTimestamp()).isFalse();

    assertThat(reader.nextCell()).isTrue();
    assertThat(reader.cellType()).isEqualTo(CellType.DELETE_ONE_VERSION);
    assertThat(reader.type()).isNull();
    assertThat(reader.value()).isNull();

    assertThat(reader.nextCell()).isFalse();
    assertThat(reader.hasSequenceInfo()).isTrue();
    assertThat(reader.sequenceTimestamp()).isEqualTo(2);
    assertThat(reader.sequenceInfo()).isEqualTo(SEQUENCE);
    assertThat(reader.deleteMarker()).isFalse();
    assertThat(reader.nextRow()).isFalse();
  }

  @Test
  void whatIsNotLookedAtIsSkipped() {
    PlainBufferReader reader = new PlainBufferReader();
    reader.reset(codec.encodeRows(List.of(ROW, Row.deletion(key("x")), ROW)));
    assertThat(reader.nextRow()).isTrue();
    assertThat(reader.nextRow()).isTrue();
    assertThat(reader.nextCell()).isFalse();
    assertThat(reader.deleteMarker()).isTrue();
    assertThat(reader.hasSequenceInfo()).isFalse();
    assertThat(reader.sequenceInfo()).isNull();
    assertThat(reader.nextRow()).isTrue();
    assertThat(reader.nextCell()).isTrue();
    assertThat(reader.name()).isEqualTo("price");
    reader.endRow();
    assertThat(reader.sequenceInfo()).isEqualTo(SEQUENCE);
    assertThat(reader.nextRow()).isFalse();
  }

  @Test
  void aSkippedCellIsVerifiedLikeAnyOther() {
    byte[] bytes = codec.encodeRows(List.of(ROW, ROW)).toByteArray();
    int inFirstKey = Integer.BYTES + 1 + 1 + 1 + 4;
    assertThat(bytes[inFirstKey]).isEqualTo((byte) 'p');
    bytes[inFirstKey] = 'q';
    PlainBufferReader reader = new PlainBufferReader().reset(bytes, 0, bytes.length);
    assertThat(reader.nextRow()).isTrue();
    assertThatExceptionOfType(PlainBufferException.class)
        .isThrownBy(reader::nextRow)
        .withMessageContaining("cell checksum does not match");
  }

  @Test
  void aRowMayConsistOfCellsAlone() {
    byte[] bytes =
        codec.encodeRow(Row.of(PrimaryKey.of(), Cell.put("c", Value.of(1)))).toByteArray();
    ByteString withoutKeyTag =
        ByteString.copyFrom(bytes, 0, 4).concat(ByteString.copyFrom(bytes, 5, bytes.length - 5));
    PlainBufferReader reader = new PlainBufferReader().reset(withoutKeyTag);
    assertThat(reader.nextRow()).isTrue();
    assertThat(reader.nextKeyCell()).isFalse();
    assertThat(reader.nextCell()).isTrue();
    assertThat(reader.longValue()).isEqualTo(1);
    assertThat(reader.nextCell()).isFalse();
  }

  @Test
  void namesAreTheSameInstanceRowAfterRow() {
    PlainBufferReader reader = new PlainBufferReader();
    reader.reset(
        codec.encodeRows(List.of(ROW, Row.of(key("k"), Cell.put("other", Value.of(1))), ROW)));
    List<String> first = names(reader);
    assertThat(names(reader)).containsExactly("other");
    List<String> third = names(reader);
    assertThat(first).containsExactly("price", "note", "paid", "old");
    for (int i = 0; i < first.size(); i++) {
      assertThat(third.get(i)).isSameAs(first.get(i));
    }
  }

  @Test
  void moreNamesThanAreRememberedAreStillRead() {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      cells.add(Cell.put("column" + i, Value.of(i)));
    }
    Row wide = Row.of(key("k"), cells);
    assertThat(codec.decodeRows(codec.encodeRows(List.of(wide, wide)))).containsExactly(wide, wide);
  }

  @Test
  void namesMustBeUtf8() {
    byte[] bytes = codec.encodeRow(Row.of(key("k"), Cell.put("\u00e9", Value.of(1)))).toByteArray();
    int name = indexOf(bytes, (byte) 0xC3);
    bytes[name] = (byte) 0xFF;
    PlainBufferReader reader = new PlainBufferReader().reset(bytes, 0, bytes.length);
    reader.nextRow();
    assertThatExceptionOfType(PlainBufferException.class)
        .isThrownBy(reader::nextCell)
        .withMessageContaining("not UTF-8");
  }

  @Test
  void positionsInMessagesCountFromTheDocumentsStart() {
    byte[] bytes = new byte[100];
    assertThatExceptionOfType(PlainBufferException.class)
        .isThrownBy(() -> new PlainBufferReader().reset(bytes, 50, 4))
        .withMessage("wrong header at byte 4");
  }

  private static List<String> names(PlainBufferReader reader) {
    List<String> names = new ArrayList<>();
    assertThat(reader.nextRow()).isTrue();
    while (reader.nextCell()) {
      names.add(reader.name());
    }
    return names;
  }

  private static String text(PlainBufferReader reader) {
    assertThat(reader.type()).isEqualTo(ValueType.STRING);
    return new String(reader.array(), reader.valueOffset(), reader.valueLength(), UTF_8);
  }

  private static int indexOf(byte[] bytes, byte wanted) {
    int i = 0;
    while (bytes[i] != wanted) {
      i++;
    }
    return i;
  }

  private static PrimaryKey key(String value) {
    return PrimaryKey.of(new PrimaryKeyColumn("pk", Value.of(value)));
  }
}
