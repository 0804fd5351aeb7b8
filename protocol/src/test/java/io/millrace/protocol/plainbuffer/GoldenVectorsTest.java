package io.millrace.protocol.plainbuffer;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.SequenceInfo;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.wire.ComparatorType;
import io.millrace.protocol.wire.SingleColumnValueFilter;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents made by the official SDK, byte for byte. */
class GoldenVectorsTest {
  private static final Row SIMPLE =
      Row.of(key("pk", Value.of("k1")), Cell.put("c", Value.of(42), 1_700_000_000_000L));

  private final RowCodec codec = new RowCodec();

  static Stream<Arguments> rows() {
    return Stream.of(
        Arguments.of(
            "one cell",
            "7500000001030402000000706b050700000003020000006b310a4c02030401000000630509000000002a00000000"
                + "000000070068e5cf8b0100000a5a09f2",
            SIMPLE),
        Arguments.of(
            "one cell with a sequence info",
            "7500000001030402000000706b050700000003020000006b310a4c02030401000000630509000000002a00000000"
                + "000000070068e5cf8b0100000a5a0b180000000c130000000d070000000e00401e18240a06000f0300000009f2",
            SIMPLE.withSequenceInfo(new SequenceInfo(7, 1_700_000_000_000_000L, 3))),
        Arguments.of(
            "deletion",
            "7500000001030402000000706b050700000003020000006b310a4c0809a0",
            Row.deletion(key("pk", Value.of("k1")))),
        Arguments.of(
            "every type",
            "7500000001030402000000703105060000000301000000610a110304020000007032050900000000ffffffffffff"
                + "ffff0a7d03040200000070330507000000070200000001020aa402030401000000620502000000020107010000"
                + "00000000000ab803040100000064050900000001000000000000f83f0701000000000000000a4b030401000000"
                + "730507000000030200000078790701000000000000000a740304010000007a0506000000070100000009070100"
                + "0000000000000a7409d3",
            Row.of(
                key(
                    "p1", Value.of("a"),
                    "p2", Value.of(-1),
                    "p3", Value.ofBinary(new byte[] {1, 2})),
                Cell.put("b", Value.of(true), 1),
                Cell.put("d", Value.of(1.5), 1),
                Cell.put("s", Value.of("xy"), 1),
                Cell.put("z", Value.ofBinary(new byte[] {9}), 1))),
        Arguments.of(
            "ends of a range",
            "750000000103040200000070310501000000090ab4030402000000703205010000000a0a8209dd",
            Row.of(key("p1", Value.INF_MIN, "p2", Value.INF_MAX))),
        Arguments.of(
            "auto increment",
            "7500000001030402000000703105060000000301000000610a11030402000000703205010000000b0a85093e",
            Row.of(key("p1", Value.of("a"), "p2", Value.AUTO_INCREMENT))),
        Arguments.of(
            "increment",
            "7500000001030402000000703105060000000301000000610a11020304010000006e050900000000030000000000"
                + "000006040a11098b",
            Row.of(key("p1", Value.of("a")), Cell.increment("n", 3))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void rowHasThisForm(String name, String hex, Row row) {
    assertThat(codec.decodeRow(bytes(hex))).isEqualTo(row);
    assertThat(hex(codec.encodeRow(row))).isEqualTo(hex);
    assertThat(codec.decodeRows(bytes(hex))).containsExactly(row);
  }

  @Test
  void deletesOfCellsHaveThisForm() {
    Row row =
        Row.of(key("p", Value.of(1)), Cell.deleteAllVersions("d"), Cell.deleteOneVersion("e", 5));
    assertThat(hex(codec.encodeRow(row)))
        .contains("0304010000006406010aa6" + "0304010000006506030705000000000000000a39");
    assertThat(codec.decodeRow(codec.encodeRow(row))).isEqualTo(row);
  }

  @Test
  void filterHasABareVariant() throws InvalidProtocolBufferException {
    ByteString vector = bytes("08031201631a09000a0000000000000020002801");
    SingleColumnValueFilter filter = SingleColumnValueFilter.parseFrom(vector);
    assertThat(filter.getComparator()).isEqualTo(ComparatorType.CT_GREATER_THAN);
    assertThat(codec.decodeValue(filter.getColumnValue())).isEqualTo(Value.of(10));
    assertThat(
            SingleColumnValueFilter.newBuilder()
                .setComparator(ComparatorType.CT_GREATER_THAN)
                .setColumnName("c")
                .setColumnValue(codec.encodeValue(Value.of(10)))
                .setFilterIfMissing(false)
                .setLatestVersionOnly(true)
                .build()
                .toByteString())
        .isEqualTo(vector);
  }

  @Test
  void matrixHasThisForm() {
    String hex =
        "53524d30270000002000000001000000020000000200706b02006331020063320a0103010000000203020000006b"
            + "31002a0000000000000006018f";
    var writer = new SimpleRowMatrixWriter(List.of("pk"), List.of("c1", "c2"), true);
    writer.beginRow();
    writer.value(Value.of("k1"));
    writer.value(Value.of(42));
    writer.value(null);
    assertThat(hex(writer.finish())).isEqualTo(hex);

    var reader = new SimpleRowMatrixReader(bytes(hex));
    assertThat(reader.columns()).containsExactly("pk", "c1", "c2");
    assertThat(reader.keyColumns()).isEqualTo(1);
    assertThat(reader.entirePrimaryKey()).isTrue();
    assertThat(reader.rows()).isEqualTo(1);
    assertThat(reader.nextRow()).isTrue();
    assertThat(reader.value(0)).isEqualTo(Value.of("k1"));
    assertThat(reader.longValue(1)).isEqualTo(42);
    assertThat(reader.type(2)).isNull();
    assertThat(reader.value(2)).isNull();
    assertThat(reader.nextRow()).isFalse();
  }

  private static PrimaryKey key(Object... namesAndValues) {
    PrimaryKeyColumn[] columns = new PrimaryKeyColumn[namesAndValues.length / 2];
    for (int i = 0; i < columns.length; i++) {
      columns[i] =
          new PrimaryKeyColumn((String) namesAndValues[2 * i], (Value) namesAndValues[2 * i + 1]);
    }
    return PrimaryKey.of(columns);
  }

  private static ByteString bytes(String hex) {
    return ByteString.copyFrom(HexFormat.of().parseHex(hex));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }
}
