package io.millrace.cli.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowFileTest {
  @TempDir private Path directory;

  @Test
  void mapsColumnsByNameAndFindsTheirTypes() throws IOException {
    List<FileRow> rows =
        read("price,UserId,timestamp,OrderId,note\n22,u,1,o1,x\n15.3,u,2,o2,007\n");
    RowPutChange first = rows.get(0).change();
    assertThat(KeyJson.write(first.getPrimaryKey())).isEqualTo("[\"u\",\"o1\"]");
    assertThat(first.getColumnsToPut("price").get(0).getValue())
        .isEqualTo(ColumnValue.fromDouble(22));
    assertThat(first.getColumnsToPut("timestamp").get(0).getValue())
        .isEqualTo(ColumnValue.fromLong(1));
    assertThat(rows.get(1).change().getColumnsToPut("note").get(0).getValue())
        .isEqualTo(ColumnValue.fromString("007"));
    assertThat(rows).extracting(FileRow::line).containsExactly(2L, 3L);
  }

  @Test
  void readsQuotesBlankLinesByteOrderMarkAndWindowsLineEnds() throws IOException {
    List<FileRow> rows =
        read(
            "\uFEFFUserId, OrderId ,note\r\n\r\nu,\"o,1\",\"two\r\nlines\"\r\nu,\"\",\"\"\r\nu,x,");
    assertThat(rows).extracting(FileRow::line).containsExactly(3L, 5L, 6L);
    assertThat(KeyJson.write(rows.get(0).change().getPrimaryKey())).isEqualTo("[\"u\",\"o,1\"]");
    assertThat(rows.get(0).change().getColumnsToPut("note").get(0).getValue().asString())
        .isEqualTo("two\r\nlines");
    assertThat(rows.get(1).change().getColumnsToPut("note").get(0).getValue().asString()).isEmpty();
    assertThat(rows.get(2).change().getColumnsToPut()).isEmpty();
  }

  @Test
  void givenTypesWin() throws IOException {
    List<FileRow> rows =
        read(
            "UserId,OrderId,price,code\nu,o,22,7\n", ColumnTypes.parse("price:double,code:string"));
    assertThat(rows.get(0).change().getColumnsToPut("price").get(0).getValue())
        .isEqualTo(ColumnValue.fromDouble(22));
    assertThat(rows.get(0).change().getColumnsToPut("code").get(0).getValue())
        .isEqualTo(ColumnValue.fromString("7"));
  }

  @Test
  void readsJsonLinesAndPassesOverBlankOnes() throws IOException {
    List<FileRow> rows =
        read("\n{\"PK\":{\"Values\":[\"u\",\"o\"]}}\n  \n{\"PK\":{\"Values\":[\"u\",\"p\"]}}");
    assertThat(rows).extracting(FileRow::line).containsExactly(2L, 4L);
  }

  @Test
  void leavesAnAutomaticKeyColumnToTheService() throws IOException {
    Path file = write("uid,day,size\nAQI=,20,3\n");
    RowFile rows = RowFile.of(file, "f", Schemas.UPLOADS, ColumnTypes.NONE, false);
    assertThat(rows.check()).isEqualTo(1);
    try (RowFile.Rows reader = rows.open()) {
      RowPutChange row = reader.next().change();
      assertThat(KeyJson.write(row.getPrimaryKey())).isEqualTo("[\"AQI=\",20,null]");
      assertThat(row.getColumnsToPut("size").get(0).getValue())
          .isEqualTo(ColumnValue.fromDouble(3));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | f is empty; a CSV file begins with a line that names the columns",
        "'  \n' | f is empty",
        "'UserId,price\nu,1\n' | f line 1: the key column 'OrderId' of table 'OrderSource' is not among the columns UserId, price",
        "'UserId;OrderId\nu;1\n' | f line 1: the key column 'UserId' of table 'OrderSource' is not among the columns UserId;OrderId;",
        "'UserId,OrderId,\nu,1,2\n' | f line 1: column 3 has no name",
        "'UserId,OrderId,a,a\nu,1,2,3\n' | f line 1: the column 'a' is named twice",
        "'UserId,OrderId,t\nu,1,2\nu,2\n' | f line 3: it has 2 fields, the first line names 3 fields",
        "'UserId,OrderId,t\nu,1,2,3\n' | f line 2: it has 4 fields",
        "'UserId,OrderId,t\n\nu,1,2\nx\n' | f line 4: it has 1 field,",
        "'UserId,OrderId,t\nu,1,5\n,2,5\n' | f line 3: the key column 'UserId' is empty",
        "'UserId,OrderId,t\nu,1,5\nu,2,x\n' | f line 3: the column 't' is of type integer, but 'x' is no integer",
        "'UserId,OrderId,t\nu,1,5\nu,\"2,5\n' | f line 3: its quotes do not match",
        "'UserId,OrderId,t\nu,1,5\nu,\"2\"2,5\n' | f line 3: its quotes do not match",
        "'UserId,OrderId\nu,1\n' | f line 1: there is no column 't', to which a type was given",
        "'{\"PK\":{\"Values\":[\"u\",\"o\"]}}\n{\"PK\":{\"Values\":[\"u\"]}}' | f line 2: '[\"u\"]' is no key of table",
        "'{\"PK\":{\"Values\":[\"u\",\"o\"]}}\nUserId' | f line 2: 'UserId' is not JSON",
      })
  void namesTheLineAndWhatIsWrongWithIt(String text, String reason) throws IOException {
    Path file = write(text);
    assertThatThrownBy(
            () ->
                RowFile.of(file, "f", Schemas.ORDERS, ColumnTypes.parse("t:integer"), false)
                    .check())
        .isInstanceOf(RowFileException.class)
        .hasMessageContaining(reason)
        .hasMessageStartingWith("f ");
  }

  @Test
  void refusesAnotherTypeForAKeyColumn() throws IOException {
    Path file = write("UserId,OrderId\nu,1\n");
    assertThatThrownBy(() -> read(file, ColumnTypes.parse("OrderId:integer")))
        .hasMessage(
            "f line 1: the key column 'OrderId' was given the type integer, but the table has it as"
                + " string");
  }

  @Test
  void refusesAFileThatIsNotUtf8() throws IOException {
    Path file = directory.resolve("latin1.csv");
    Files.write(file, "UserId,OrderId\nM\u00fcller,1\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> read(file, ColumnTypes.NONE))
        .isInstanceOf(RowFileException.class)
        .hasMessageStartingWith("f is not UTF-8 at or after line ");
  }

  @Test
  void readsBackTheCsvThatIsWritten() throws IOException {
    StringWriter text = new StringWriter();
    CsvWriter csv = new CsvWriter(text, List.of("UserId", "OrderId", "note"));
    csv.write(List.of("", "a\"b", ""));
    csv.write(Arrays.asList("x", ",", null));
    csv.write(List.of("y", "\n", " z "));
    List<FileRow> rows = read(text.toString());
    assertThat(rows)
        .extracting(row -> RowJson.write(row.change().getPrimaryKey(), cells(row)))
        .containsExactly(
            "{\"PK\":{\"Values\":[\"\",\"a\\\"b\"]},\"Attr\":{\"Values\":[{\"C\":\"note\",\"V\":\"\"}]}}",
            "{\"PK\":{\"Values\":[\"x\",\",\"]},\"Attr\":{\"Values\":[]}}",
            "{\"PK\":{\"Values\":[\"y\",\"\\n\"]},\"Attr\":{\"Values\":[{\"C\":\"note\",\"V\":\" z \"}]}}");
  }

  private static Column[] cells(FileRow row) {
    return row.change().getColumnsToPut().toArray(Column[]::new);
  }

  private List<FileRow> read(String text) throws IOException {
    return read(text, ColumnTypes.NONE);
  }

  private List<FileRow> read(String text, ColumnTypes types) throws IOException {
    return read(write(text), types);
  }

  private static List<FileRow> read(Path path, ColumnTypes types) throws IOException {
    RowFile file = RowFile.of(path, "f", Schemas.ORDERS, types, false);
    long count = file.check();
    List<FileRow> rows = new ArrayList<>();
    try (RowFile.Rows reader = file.open()) {
      for (FileRow row = reader.next(); row != null; row = reader.next()) {
        rows.add(row);
      }
    }
    assertThat(rows).hasSize((int) count);
    return rows;
  }

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("rows"), text);
  }
}
