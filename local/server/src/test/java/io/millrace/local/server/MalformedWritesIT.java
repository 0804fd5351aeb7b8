package io.millrace.local.server;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.CellType;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.wire.DeleteRowRequest;
import io.millrace.protocol.wire.FilterType;
import io.millrace.protocol.wire.PutRowRequest;
import io.millrace.protocol.wire.UpdateRowRequest;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Rows that cannot be written. */
class MalformedWritesIT extends MalformedCalls {
  @TestFactory
  Stream<DynamicTest> writes() {
    Cell bare = new Cell("c", null, Cell.NO_TIMESTAMP, CellType.PUT);
    Cell deleteWithValue = new Cell("c", Value.of(1), 5, CellType.DELETE_ONE_VERSION);
    Cell deleteOne = new Cell("c", null, Cell.NO_TIMESTAMP, CellType.DELETE_ONE_VERSION);
    Cell deleteAll = new Cell("c", null, 5, CellType.DELETE_ALL_VERSION);
    Cell text = Cell.put("c", Value.of("v".repeat(2 << 20)));
    byte[] rest = new byte[(2 << 20) - 4];
    return Stream.of(
        invalid(
            "a put that deletes",
            "Invalid request of put/update row: unexpected RowDeleteMarker in request.",
            "PutRow",
            put(Row.deletion(key("k")))),
        invalid(
            "an update that deletes",
            "Invalid request of put/update row: unexpected RowDeleteMarker in request.",
            "UpdateRow",
            update(Row.deletion(key("k")))),
        invalid(
            "a deletion that does not",
            "Invalid request of delete row: missing RowDeleteMarker in request.",
            "DeleteRow",
            delete(Row.of(key("k")))),
        invalid(
            "a deletion with a cell",
            "Invalid delete row request: unexpected cells in request.",
            "DeleteRow",
            delete(Row.of(key("k"), Cell.put("c", Value.of(1))).withDeleteMarker())),
        invalid(
            "a put of no value",
            "Invalid request of put row: find cells without values.",
            "PutRow",
            put(Row.of(key("k"), bare))),
        invalid(
            "a put that increments",
            "OpType cannot be given for column name:'c' in PutRow.",
            "PutRow",
            put(Row.of(key("k"), Cell.increment("c", 1)))),
        invalid(
            "the deletion of a value",
            "Column value cannot be given when type is DELETE_ONE_VERSION,DELETE_ALL_VERSION.",
            "UpdateRow",
            update(Row.of(key("k"), deleteWithValue))),
        invalid(
            "the deletion of a version without its time",
            "Timestamp must be given when type is DELETE_ONE_VERSION.",
            "UpdateRow",
            update(Row.of(key("k"), deleteOne))),
        invalid(
            "the deletion of all versions with a time",
            "Timestamp cannot be given when type is DELETE_ALL_VERSION.",
            "UpdateRow",
            update(Row.of(key("k"), deleteAll))),
        invalid(
            "an infinite value",
            "VT_INF_MIN is an invalid type for the attribute column.",
            "PutRow",
            put(Row.of(key("k"), Cell.put("c", Value.INF_MIN)))),
        invalid(
            "an increment by a text",
            "VT_STRING is an invalid type for the attribute column.",
            "UpdateRow",
            update(
                Row.of(
                    key("k"),
                    new Cell("c", Value.of("1"), Cell.NO_TIMESTAMP, CellType.INCREMENT)))),
        invalid(
            "what is not UTF-8",
            "Value of column 'c' must be UTF8 encoding.",
            "PutRow",
            put(Row.of(key("k"), Cell.put("c", Value.ofUtf8(new byte[] {(byte) 0xff}))))),
        invalid(
            "a key that is not UTF-8",
            "Value of column 'pk' must be UTF8 encoding.",
            "PutRow",
            put(
                Row.of(
                    PrimaryKey.of(
                        new PrimaryKeyColumn("pk", Value.ofUtf8(new byte[] {(byte) 0xc3})))))),
        fine(
            "an update of 4 MiB",
            "UpdateRow",
            update(Row.of(key("k"), text, Cell.put("d", Value.ofBinary(rest)))).toBuilder()
                .setRowChange(
                    encoded(
                        Row.of(
                            key("k"),
                            text,
                            Cell.put("d", Value.ofBinary(new byte[rest.length - 1])))))),
        invalid(
            "an update of 4 MiB and one",
            "The total data size of UpdateRow request exceeds the limit, limit size: 4194304,"
                + " data size: 4194305.",
            "UpdateRow",
            update(Row.of(key("k"), text, Cell.put("d", Value.ofBinary(rest))))),
        invalid(
            "a put without a condition",
            "Invalid row-existence expectation: null.",
            "PutRow",
            PutRowRequest.newBuilder().setTableName("t").setRow(encoded(Row.of(key("k"))))),
        invalid(
            "a filter on a row that gets its number",
            "Can't set condition when modify row with pk auto increment.",
            "PutRow",
            PutRowRequest.newBuilder()
                .setTableName("numbered")
                .setRow(
                    encoded(
                        Row.of(
                            PrimaryKey.of(
                                new PrimaryKeyColumn("pk", Value.of("k")),
                                new PrimaryKeyColumn("n", Value.AUTO_INCREMENT)))))
                .setCondition(
                    ANY.toBuilder()
                        .setColumnCondition(
                            filter(
                                FilterType.FT_SINGLE_COLUMN_VALUE,
                                ByteString.fromHex("08031201631a09000a0000000000000020002801"))))),
        invalid(
            "a row without a header",
            "Cell data broken, ",
            "PutRow",
            PutRowRequest.newBuilder().setTableName("t").setRow(GARBAGE).setCondition(ANY)),
        invalid(
            "a row of a wrong checksum",
            "Cell data broken, ",
            "PutRow",
            PutRowRequest.newBuilder()
                .setTableName("t")
                .setRow(flipped(encoded(Row.of(key("k")))))
                .setCondition(ANY)));
  }

  private static PutRowRequest put(Row row) {
    return PutRowRequest.newBuilder()
        .setTableName("t")
        .setRow(encoded(row))
        .setCondition(ANY)
        .build();
  }

  private static UpdateRowRequest update(Row row) {
    return UpdateRowRequest.newBuilder()
        .setTableName("t")
        .setRowChange(encoded(row))
        .setCondition(ANY)
        .build();
  }

  private static DeleteRowRequest delete(Row row) {
    return DeleteRowRequest.newBuilder()
        .setTableName("t")
        .setPrimaryKey(encoded(row))
        .setCondition(ANY)
        .build();
  }

  private static ByteString flipped(ByteString document) {
    byte[] bytes = document.toByteArray();
    bytes[bytes.length - 1] ^= 1;
    return ByteString.copyFrom(bytes);
  }
}
