package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommentsTest {

  @Test
  void aLeadingDoubleSlashBecomesADashedComment() {
    assertThat(Comments.dashed("// one\nSELECT 1 -- two\n  // three; don't\n"))
        .isEqualTo("-- one\nSELECT 1 -- two\n  -- three; don't\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'http://a/b'",
        "SELECT '\n// in a string'",
        "SELECT \"\n// in a string\"",
        "SELECT `\n// in a name`",
        "/*\n// in a comment\n*/ SELECT 1",
        "/* /* */\n// nested */ SELECT 1",
        "SELECT 1 // after code",
        "-- a dashed comment\\\n// which goes on",
        "SET spark.x=hdfs://a/b",
        "SELECT 'it\\'s\n// still open'",
        "SELECT 'never closed\n// here"
      })
  void anyOtherDoubleSlashStays(String sql) {
    assertThat(Comments.dashed(sql)).isEqualTo(sql);
  }

  @Test
  void aStatementMayBeginWithADoubleSlashAfterASemicolon() {
    assertThat(Comments.dashed("SELECT 1; // next\nSELECT 2"))
        .isEqualTo("SELECT 1; -- next\nSELECT 2");
  }

  @Test
  void aBackslashAtTheEndOfASlashCommentDoesNotCarryItOn() {
    assertThat(Comments.dashed("// C:\\\nSELECT 1")).isEqualTo("-- C: \nSELECT 1");
  }

  @Test
  void carriageReturnsStay() {
    assertThat(Comments.dashed("// a\r\n// b\r\nSELECT 1")).isEqualTo("-- a\r\n-- b\r\nSELECT 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"// a", "-- a", "/* a */", " \n// a;b\n/* c */ -- d\n", "// a\n;"})
  void commentsAloneAreNoStatement(String sql) {
    assertThat(Comments.isAll(sql)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        ";",
        "SELECT 1 -- a",
        "// a\nSELECT 1",
        "'// a'",
        "`-- a`",
        "/* never closed",
        "/* never /* closed */",
        "-- a\n/*/"
      })
  void anythingElseIsOne(String sql) {
    assertThat(Comments.isAll(sql)).isFalse();
  }
}
