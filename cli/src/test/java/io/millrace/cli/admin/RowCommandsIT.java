package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.junit.LocalTablestoreExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class RowCommandsIT {
  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(2).build();

  @TempDir private Path directory;

  @BeforeEach
  void createTable() {
    run("create", "-t", "t", "--pk", "u:string,n:integer").ok();
  }

  @Test
  void putsAndGetsARow() {
    assertThat(
            run(
                    "put",
                    "-t",
                    "t",
                    "--pk",
                    "[\"86\",6771]",
                    "--attr",
                    "[{\"c\":\"name\",\"v\":\"redchen\"},{\"c\":\"age\",\"v\":32},{\"c\":\"d\",\"v\":1.0},"
                        + "{\"c\":\"ok\",\"v\":true},{\"c\":\"raw\",\"v\":\"AQI=\",\"t\":\"binary\"}]")
                .ok()
                .out())
        .isEqualTo("Row [\"86\",6771] written to table 't'.\n");
    String table = run("get", "-t", "t", "--pk", "[\"86\",6771]").ok().out();
    assertThat(table.lines().map(line -> line.replaceAll(" +", " ").replaceAll(" \\S+Z$", "")))
        .containsExactly(
            "Column Type Value Time",
            "u key 86",
            "n key 6771",
            "age integer 32",
            "d double 1.0",
            "name string redchen",
            "ok boolean true",
            "raw binary AQI=");
    assertThat(
            run("get", "-t", "t", "--pk", "{\"n\":6771,\"u\":\"86\"}", "-c", "age", "--format=json")
                .ok()
                .out())
        .matches(
            "\\{\"PK\":\\{\"Values\":\\[\"86\",6771]},\"Attr\":\\{\"Values\":\\[\\{\"C\":\"age\",\"V\":32,"
                + "\"IsInt\":true,\"TS\":\\d+}]}}\n");
  }

  @Test
  void saysThatThereIsNoSuchRow() {
    assertThat(run("get", "-t", "t", "-k", "[\"86\",1]").failure())
        .startsWith("Table 't' has no row with the key [\"86\",1]");
    assertThat(run("get", "-t", "none", "-k", "[\"86\",1]").failure())
        .startsWith("Table 'none' does not exist");
  }

  @Test
  void refusesWhatIsNoKeyAndNoCell() {
    assertThat(run("get", "-t", "t", "-k", "86").misuse())
        .contains("whose key columns are u (string), n (integer)");
    assertThat(run("get", "-t", "t", "-k", "[\"86\",\"1\"]").misuse())
        .contains("Key column 'n' of table 't' is of type integer, but \"1\" is no integer");
    assertThat(run("put", "-t", "t", "-k", "[\"86\",1]", "-a", "{}").misuse())
        .contains("is not an array");
    assertThat(
            run("put", "-t", "t", "-k", "[\"86\",1]", "-a", "[{\"c\":\"#a\",\"v\":1}]").failure())
        .contains("Invalid column name: '#a'.");
    assertThat(run("put", "-t", "t").misuse()).contains("either by --pk and --attr or by -i");
    assertThat(run("scan", "-t", "t").ok().out()).isEqualTo("u  n\n");
  }

  @Test
  void keepsToTheCondition() {
    run("put", "-t", "t", "-k", "[\"86\",1]", "--condition", "not_exist").ok();
    assertThat(run("put", "-t", "t", "-k", "[\"86\",1]", "--condition", "not_exist").failure())
        .startsWith("The row of table 't' does not meet the condition");
    assertThat(
            run("update", "-t", "t", "-k", "[\"86\",2]", "--condition=exist", "--delete=a")
                .failure())
        .startsWith("The row of table 't' does not meet the condition");
    assertThat(run("del", "-t", "t", "-k", "[\"86\",2]", "--condition=exist").failure())
        .startsWith("The row of table 't' does not meet the condition");
    run("del", "-t", "t", "-k", "[\"86\",1]", "--condition=exist").ok();
    run("del", "-t", "t", "-k", "[\"86\",1]").ok();
  }

  @Test
  void updatesColumnsAndLeavesTheOthers() {
    run("put", "-t", "t", "-k", "[\"86\",1]", "-a", "[{\"c\":\"a\",\"v\":1},{\"c\":\"b\",\"v\":2}]")
        .ok();
    run("update", "-t", "t", "-k", "[\"86\",1]", "-a", "[{\"c\":\"c\",\"v\":3}]", "--delete=a")
        .ok();
    assertThat(run("scan", "-t", "t", "--format=csv").ok().out()).isEqualTo("u,n,b,c\n86,1,2,3\n");
    assertThat(run("update", "-t", "t", "-k", "[\"86\",1]").misuse())
        .contains("--attr or --delete");
  }

  @Test
  void writesARowToAFileThatPutReads() throws IOException {
    Path file = directory.resolve("row.json");
    run("put", "-t", "t", "-k", "[\"86\",1]", "-a", "[{\"c\":\"a\",\"v\":2.0}]").ok();
    run("get", "-t", "t", "-k", "[\"86\",1]", "-o", file.toString()).ok();
    String before = run("scan", "-t", "t", "--format=json").ok().out();
    run("del", "-t", "t", "-k", "[\"86\",1]").ok();
    run("put", "-t", "t", "-i", file.toString()).ok();
    assertThat(run("scan", "-t", "t", "--format=json").ok().out()).isEqualTo(before);
    Files.writeString(file, "{}");
    assertThat(run("put", "-t", "t", "-i", file.toString()).misuse()).contains("has no key");
    assertThat(run("put", "-t", "t", "-i", directory.resolve("x").toString()).failure())
        .endsWith("does not exist; check the path.");
  }

  @Test
  void tellsTheKeyThatTheServiceCompleted() {
    run("create", "-t", "auto", "--pk", "u:string,n:integer:auto").ok();
    assertThat(run("put", "-t", "auto", "-k", "[\"a\",null]").ok().out())
        .matches("Row \\[\"a\",\\d+] written to table 'auto'.\n");
  }

  @Test
  void scansAPartInBothDirections() {
    for (int n = 1; n <= 5; n++) {
      run("put", "-t", "t", "-k", "[\"a\"," + n + "]", "-a", "[{\"c\":\"v\",\"v\":" + n + "}]")
          .ok();
      run("put", "-t", "t", "-k", "[\"b\"," + n + "]").ok();
    }
    assertThat(csv()).hasLineCount(11);
    assertThat(csv("--from", "[\"a\",4]", "--to", "[\"b\",2]"))
        .isEqualTo("u,n,v\na,4,4\na,5,5\nb,1,\n");
    assertThat(csv("--from", "[\"b\"]", "--limit", "1")).isEqualTo("u,n\nb,1\n");
    assertThat(csv("--to", "[\"b\"]", "--limit", "9")).hasLineCount(6);
    assertThat(csv("--backward", "--limit", "2")).isEqualTo("u,n\nb,5\nb,4\n");
    assertThat(csv("--backward", "--from", "[\"a\"]", "--to", "[\"a\",3]"))
        .isEqualTo("u,n,v\na,5,5\na,4,4\n");
    assertThat(run("scan", "-t", "t", "--from", "[\"c\"]", "--format=json").ok().out())
        .isEqualTo("[]\n");
    assertThat(run("scan", "-t", "t", "--limit", "0").misuse()).startsWith("--limit is 0");
    assertThat(run("scan", "-t", "t", "--from", "[1]").misuse()).contains("Key column 'u'");
    assertThat(run("scan", "-t", "t", "--from", "[\"b\"]", "--to", "[\"a\"]").failure())
        .contains("Begin key must less than end key in FORWARD");
  }

  private static String csv(String... arguments) {
    String[] all = new String[arguments.length + 4];
    all[0] = "scan";
    all[1] = "-t";
    all[2] = "t";
    all[3] = "--format=csv";
    System.arraycopy(arguments, 0, all, 4, arguments.length);
    return run(all).ok().out();
  }

  private static AdminRun run(String... arguments) {
    return AdminRun.on(TABLESTORE.instance(), arguments);
  }
}
