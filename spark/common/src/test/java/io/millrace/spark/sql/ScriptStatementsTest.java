package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptStatementsTest {

  @Test
  void semicolonsPartStatements() {
    assertThat(ScriptStatements.split("SELECT 1;\n\nSELECT\n 2 ;; SELECT 3"))
        .containsExactly(
            new ScriptStatements.Located("SELECT 1", 1),
            new ScriptStatements.Located("SELECT\n 2", 3),
            new ScriptStatements.Located("SELECT 3", 4));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';'",
        "SELECT \";\"",
        "SELECT `;`",
        "SELECT 'it\\';s'",
        "SELECT 1 -- ; no\n",
        "// ; don't\nSELECT 1",
        "/* ; ' */ SELECT 1",
        "/* /* ; */ ; */ SELECT 1",
      })
  void aSemicolonInQuotesOrCommentsDoesNot(String sql) {
    assertThat(ScriptStatements.split(sql + "; SELECT 2"))
        .extracting(ScriptStatements.Located::text)
        .containsExactly(sql.strip(), "SELECT 2");
  }

  @Test
  void commentsAloneAreLeftOut() {
    assertThat(ScriptStatements.split("// a\n;-- b\n;SELECT 1; /* c */\n// d"))
        .extracting(ScriptStatements.Located::text)
        .containsExactly("SELECT 1");
  }

  @Test
  void theCanonicalTextLacksCommentsAndNeedlessBlanks() {
    assertThat(ScriptStatements.canonical(" // a\nSELECT  'x  y'\r\n -- b\n , `c  d` /* e */ ;"))
        .isEqualTo("SELECT 'x  y' , `c  d`");
  }
}
