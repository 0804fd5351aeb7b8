package io.millrace.spark.sql;

import static io.millrace.spark.sql.CommandLineScript.Place.BEFORE_OTHERS;
import static io.millrace.spark.sql.CommandLineScript.Place.LAST;
import static io.millrace.spark.sql.CommandLineScript.Place.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineScriptTest {

  @TempDir Path directory;

  @Test
  void statementsArePlacedInTheirOrder() {
    CommandLineScript script = of("SELECT 1;\nSELECT 2; SELECT 1; -- the end\n// of it\n");
    assertThat(script.place("SELECT 1")).isEqualTo(BEFORE_OTHERS);
    assertThat(script.place("\nSELECT 2")).isEqualTo(BEFORE_OTHERS);
    assertThat(script.place(" SELECT 1")).isEqualTo(LAST);
  }

  @Test
  void statementsMayBeSkipped() {
    CommandLineScript script = of("SELECT 1; SELECT 2; SELECT 3");
    assertThat(script.place("SELECT 3")).isEqualTo(LAST);
  }

  /** spark-sql drops lines that begin with two dashes and leaves other comments where they are. */
  @Test
  void commentsMakeNoDifference() {
    CommandLineScript script =
        of("// a\n-- b\nCREATE STREAM s\n-- c\nINSERT INTO t /* d */\nSELECT 'x -- y'\r\n;");
    assertThat(script.place("// a\nCREATE STREAM s\nINSERT INTO t /* d */\nSELECT 'x -- y'\r\n"))
        .isEqualTo(LAST);
  }

  @Test
  void whatIsNotThereIsUnknown() {
    CommandLineScript script = of("SELECT 1");
    assertThat(script.place("SELECT 2")).isEqualTo(UNKNOWN);
    assertThat(of("").place("SELECT 1")).isEqualTo(UNKNOWN);
  }

  @Test
  void sourcedScriptsAreReadInPlace() throws IOException {
    Path inner = Files.writeString(directory.resolve("inner.sql"), "SELECT 2;\nSELECT 3;");
    assertThat(of("SELECT 1; SOURCE " + inner + "; SELECT 4").place("SELECT 3"))
        .isEqualTo(BEFORE_OTHERS);
    assertThat(of("SELECT 1; source " + inner.toUri() + ";").place("SELECT 3")).isEqualTo(LAST);
    Path endless = directory.resolve("endless.sql");
    Files.writeString(endless, "source " + endless);
    assertThat(of("source " + endless + "; SELECT 1").place("SELECT 1")).isEqualTo(LAST);
  }

  @Test
  void thisProgramIsNotSparkSql() {
    assertThat(CommandLineScript.ofThisThread(new Configuration(false))).isEmpty();
  }

  private static CommandLineScript of(String text) {
    return CommandLineScript.of(text, new Configuration(false));
  }
}
