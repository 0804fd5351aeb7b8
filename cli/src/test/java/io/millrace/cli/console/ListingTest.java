package io.millrace.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.console.Listing.Column;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ListingTest {
  private final Listing tunnels =
      new Listing(
          List.of(
              Column.whole("tunnelId", "Tunnel id"),
              Column.of("name", "Name"),
              Column.of("stage", "Stage"),
              Column.of("expired", "Expired")));

  @Test
  void aTableLinesItsColumnsUp() {
    tunnels.add("1", "orders", "ProcessStream", false).add("22", null, "X", true);
    assertThat(print(ListingFormat.table, false))
        .isEqualTo(
            """
            Tunnel id  Name    Stage          Expired
            1          orders  ProcessStream  false
            22                 X              true
            """);
  }

  @Test
  void aTableStaysWithin100ColumnsAndLosesNothing() {
    String id = "9933470d-8a5e-4972-a5b0-b7ae6f836460";
    String name = "tunnel_".repeat(10);
    tunnels.add(id, name, "InitBaseDataAndStreamShard", false);
    String text = print(ListingFormat.table, false);
    assertThat(text.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(text).contains(id);
    assertThat(text.replaceAll("\\s", "")).contains("InitBaseDataAndStreamShard");
    String names = text.lines().skip(1).map(line -> word(line, 1)).collect(Collectors.joining());
    assertThat(names).isEqualTo(name);
  }

  @Test
  void rowsThatCannotFitBecomeBlocks() {
    List<Column> columns =
        IntStream.range(0, 20).mapToObj(i -> Column.of("c" + i, "column" + i)).toList();
    Listing wide = new Listing(columns);
    wide.add(columns.stream().map(column -> "v" + column.field()).toArray());
    String text = print(wide, ListingFormat.table, false);
    assertThat(text.lines()).hasSize(20).contains("column0   vc0", "column19  vc19");
  }

  @Test
  void controlCharactersDoNotReachTheTerminal() {
    tunnels.add("1", "a\u001b[31mb\r", "x", false);
    assertThat(print(ListingFormat.table, false)).contains("a\\u001b[31mb\\u000d");
  }

  @Test
  void coloursAreUsedOnlyWhenAsked() {
    tunnels.add("1", "a", "x", false);
    assertThat(print(ListingFormat.table, false)).doesNotContain("\u001b");
    assertThat(print(ListingFormat.table, true)).contains("\u001b[1m");
  }

  @Test
  void jsonKeepsTheTypes() {
    tunnels.add("1", null, "x\"y", true);
    assertThat(print(ListingFormat.json, true).replaceAll("\\s", ""))
        .isEqualTo("[{\"tunnelId\":\"1\",\"name\":null,\"stage\":\"x\\\"y\",\"expired\":true}]");
  }

  @Test
  void csvQuotesWhatNeedsQuotes() {
    tunnels.add("1", "a,b", null, 7);
    assertThat(print(ListingFormat.csv, true))
        .isEqualTo("tunnelId,name,stage,expired\n1,\"a,b\",,7\n");
  }

  /** The word in the column of names, wherever the other columns are empty. */
  private static String word(String line, int column) {
    String[] words = line.strip().split("\\s+", -1);
    return words.length == 1 ? words[0] : words[column];
  }

  private String print(ListingFormat format, boolean colours) {
    return print(tunnels, format, colours);
  }

  private static String print(Listing listing, ListingFormat format, boolean colours) {
    StringWriter text = new StringWriter();
    listing.print(format, new PrintWriter(text), colours);
    return text.toString();
  }
}
