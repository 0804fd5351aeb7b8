package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.junit.LocalTablestoreExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ImportExportIT {
  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(2).build();

  private static final String HEADER = "UserId,OrderId,price,timestamp";

  @TempDir private Path directory;

  @BeforeEach
  void createTable() {
    run("create", "-t", "OrderSource", "--pk", "UserId:string,OrderId:string").ok();
  }

  @Test
  void whatIsImportedAndExportedInBothFormatsIsTheSame() throws IOException {
    List<String> lines = orders(12_345);
    Path csv = write("orders.csv", HEADER, lines);
    assertThat(run("import", "-t", "OrderSource", "-i", csv.toString()).ok().out())
        .matches(
            "12,345 rows of \\S+orders.csv written to table 'OrderSource' in [\\d.]+ s \\([\\d,]+ rows/s\\).\n");

    Path json = directory.resolve("out.json");
    assertThat(run("export", "-t", "OrderSource", "-o", json.toString()).ok().out())
        .startsWith("12,345 rows of table 'OrderSource' written to ");
    run("create", "-t", "Second", "--pk", "UserId:string,OrderId:string").ok();
    run("import", "-t", "Second", "-i", json.toString()).ok();
    Path back = directory.resolve("back.csv");
    run("export", "-t", "Second", "-o", back.toString()).ok();

    List<String> exported = new ArrayList<>(Files.readAllLines(back));
    assertThat(exported.remove(0)).isEqualTo(HEADER);
    assertThat(exported).hasSize(lines.size()).containsExactlyInAnyOrderElementsOf(lines);
    assertThat(Files.readString(json))
        .contains("\"C\":\"timestamp\",\"V\":1291191960000,\"IsInt\":true");
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder("orders.csv", "out.json", "back.csv");
  }

  @Test
  void keepsEmptyAbsentAndQuotedValuesApart() throws IOException {
    Path csv =
        write(
            "odd.csv",
            "OrderId,UserId,note,n",
            List.of(
                "\"\",u,\"\",1", "a,u,,2", "\"b,\",u,\"say \"\"hi\"\"\",", "c,u,\"two\nlines\",3"));
    run("import", "-t", "OrderSource", "-i", csv.toString()).ok();
    assertThat(run("export", "-t", "OrderSource", "--format=csv").ok().out())
        .isEqualTo(
            "UserId,OrderId,n,note\n\"u\",\"\",\"1\",\"\"\nu,a,2,\nu,\"b,\",,\"say \"\"hi\"\"\"\nu,c,3,\"two\nlines\"\n");
    assertThat(run("export", "-t", "OrderSource", "--format=csv", "-c", "n").ok().out())
        .contains("u,\"b,\",\n");
  }

  @Test
  void theLastLineOfAKeyWins() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      lines.add("u" + i % 10 + ",o," + i + ",1");
    }
    Path csv = write("again.csv", HEADER, lines);
    run("import", "-t", "OrderSource", "-i", csv.toString(), "--parallel", "8").ok();
    List<String> last = lines.subList(4_990, 5_000);
    assertThat(run("export", "-t", "OrderSource", "--format=csv").ok().out().lines().skip(1))
        .containsExactlyInAnyOrderElementsOf(last);
  }

  @Test
  void aBadLineIsNamedAndNothingIsWritten() throws IOException {
    List<String> lines = orders(1_000);
    lines.set(998, "17850,o-998,1.5");
    assertThat(importing("fields.csv", HEADER, lines))
        .contains("fields.csv line 1000: it has 3 fields, the first line names 4 fields")
        .endsWith("; nothing was written.");
    lines.set(998, "17850,o-998,cheap,1291191960000");
    assertThat(importing("types.csv", HEADER, lines, "--columns=price:double,timestamp:long"))
        .contains(
            "types.csv line 1000: the column 'price' is of type double, but 'cheap' is no double")
        .endsWith("; nothing was written.");
    assertThat(importing("nokey.csv", "UserId,price", List.of("u,1")))
        .contains("nokey.csv line 1: the key column 'OrderId' of table 'OrderSource' is not among");
    assertThat(importing("empty.csv", "", List.of())).contains("empty.csv is empty");
    assertThat(run("export", "-t", "OrderSource").ok().out()).isEmpty();
  }

  @Test
  void aHeaderAloneIsAnImportOfNoRows() throws IOException {
    Path csv = write("header.csv", HEADER, List.of());
    assertThat(run("import", "-t", "OrderSource", "-i", csv.toString()).ok().out())
        .startsWith("0 rows of ");
  }

  @Test
  void aRowThatTheServiceRefusesIsNamedWithItsLine() throws IOException {
    List<String> lines = orders(450);
    lines.set(321, "u,o," + "x".repeat(2_097_153) + ",1");
    String failure = importing("large.csv", HEADER, lines, "--columns=price:string");
    assertThat(failure)
        .contains("large.csv line 323: the row [\"u\",\"o\"] was refused (OTSParameterInvalid: ")
        .containsPattern("; [\\d,]+ rows of the file were written");
    long written = Long.parseLong(failure.replaceAll(".*; (\\d+) rows.*", "$1"));
    assertThat(run("export", "-t", "OrderSource").ok().out().lines()).hasSize((int) written);
  }

  @Test
  void largeRowsFitTheirRequests() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      lines.add("u," + i + "," + "y".repeat(1_500_000) + ",1");
    }
    Path csv = write("wide.csv", HEADER, lines);
    run("import", "-t", "OrderSource", "-i", csv.toString()).ok();
    assertThat(run("scan", "-t", "OrderSource", "-c", "timestamp", "--format=csv").ok().out())
        .hasLineCount(13);
  }

  @Test
  void timesOfAnOldExportNeedToBeIgnored() throws IOException {
    Path json =
        write(
            "old.json",
            "{\"PK\":{\"Values\":[\"u\",\"o\"]},\"Attr\":{\"Values\":[{\"C\":\"a\",\"V\":1,\"TS\":1626860801604}]}}",
            List.of());
    assertThat(run("import", "-t", "OrderSource", "-i", json.toString()).failure())
        .contains("old.json line 1: the row [\"u\",\"o\"] was refused")
        .contains("--ignore_ts");
    assertThat(run("import", "-t", "OrderSource", "-i", json.toString(), "--ignore_ts").ok().out())
        .startsWith("1 row of ");
  }

  @Test
  void whatCannotBeReadOrWrittenIsNamed() throws IOException {
    assertThat(
            run("import", "-t", "OrderSource", "-i", directory.resolve("x.csv").toString())
                .failure())
        .contains("x.csv' does not exist; check the path.");
    assertThat(run("import", "-t", "OrderSource", "-i", directory.toString()).failure())
        .endsWith("is a directory; name a file in it.");
    assertThat(
            run("export", "-t", "OrderSource", "-o", directory.resolve("no/x").toString())
                .failure())
        .contains("does not exist");
    Path csv = write("orders.csv", HEADER, orders(1));
    assertThat(run("import", "-t", "none", "-i", csv.toString()).failure())
        .startsWith("Table 'none' does not exist in instance ");
    assertThat(run("export", "-t", "none", "-o", directory.resolve("y").toString()).failure())
        .startsWith("Table 'none' does not exist in instance ");
    assertThat(Files.exists(directory.resolve("y"))).isFalse();
    assertThat(run("import", "-t", "OrderSource", "-i", csv.toString(), "-c", "price").misuse())
        .contains("'price' is not of the form name:type");
  }

  @Test
  void anImportIntoATableThatGoesAwaySaysSo() throws IOException {
    Path csv = write("orders.csv", HEADER, orders(1));
    TABLESTORE.server().dropInstance(TABLESTORE.instance().name());
    try {
      assertThat(run("import", "-t", "OrderSource", "-i", csv.toString()).failure())
          .contains("The instance is not found.");
    } finally {
      TABLESTORE.server().createInstance(TABLESTORE.instance().name());
    }
  }

  /** Orders as the demo's: unique keys, prices with two digits and some negative. */
  private static List<String> orders(int count) {
    SplittableRandom random = new SplittableRandom(20101201);
    List<String> lines = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String user = random.nextInt(4) == 0 ? "guest" : "" + (12_000 + random.nextInt(500));
      double price = random.nextInt(-5_000, 50_000) / 100.0;
      long time = 1291191960000L + Duration.ofSeconds(i).toMillis();
      lines.add(
          String.format(Locale.ROOT, "%s,%d-%03d,%s,%d", user, 536_000 + i, i % 1000, price, time));
    }
    return lines;
  }

  private String importing(String name, String header, List<String> lines, String... options)
      throws IOException {
    Path file = write(name, header, lines);
    List<String> arguments =
        new ArrayList<>(List.of("import", "-t", "OrderSource", "-i", file.toString()));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new)).failure();
  }

  private Path write(String name, String header, List<String> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    if (!header.isEmpty()) {
      text.append(header).append('\n');
    }
    lines.forEach(line -> text.append(line).append('\n'));
    return Files.writeString(directory.resolve(name), text);
  }

  private static AdminRun run(String... arguments) {
    return AdminRun.on(TABLESTORE.instance(), arguments);
  }
}
