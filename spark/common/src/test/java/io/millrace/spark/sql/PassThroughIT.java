package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.catalyst.parser.ParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the extension does to statements that are not its own: nothing, apart from comments and
 * secrets.
 */
class PassThroughIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  @Test
  void commentsWithDoubleSlashes() {
    assertThat(session.rows("// one\nSELECT 1, '// kept'\n  // two\n"))
        .containsExactly("[1,// kept]");
  }

  @Test
  void commentsAlone() {
    assertThat(session.rows("// nothing\n-- at all /* here */")).isEmpty();
    assertThat(session.rows("/* nothing */")).isEmpty();
  }

  @Test
  void syntaxErrorsAreSparks() {
    assertThatThrownBy(() -> session.sql("// a\nSELECT 1 +"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("end of input")
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> session.sql("")).isInstanceOf(ParseException.class);
  }

  @Test
  void syntaxErrorsDoNotShowSecrets() {
    assertThatThrownBy(
            () -> session.sql("CREATE TABLE t USING x OPTIONS(access.key.secret='HIDDEN' catalog)"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("(redacted)")
        .hasMessageNotContaining("HIDDEN");
  }

  @Test
  void misspeltStatementsOfOursAreAnswered() {
    assertThatThrownBy(() -> session.sql("CREATE STRAEM job1 INSERT INTO t SELECT 1"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("Syntax error at or near 'STRAEM': expected STREAM.")
        .hasMessageContaining("(line 1, pos 7)");
    assertThatThrownBy(() -> session.sql("STOP job1"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("Syntax error at or near 'job1': expected STREAM.");
    assertThatThrownBy(() -> session.sql("AWAIT"))
        .hasMessageContaining("Syntax error at or near end of input: expected STREAMS.");
    assertThatThrownBy(() -> session.sql("START TRANSACTION")).hasMessageNotContaining("STREAM");
  }

  @Test
  void ourSyntaxErrorsMarkTheirPlace() {
    assertThatThrownBy(
            () ->
                session.sql(
                    "CREATE SCAN v\n  ON t USNG STREAM OPTIONS(access.key.secret='HIDDEN')"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining(
            "Syntax error at or near 'USNG': expected USING (did you mean USING?).")
        .hasMessageContaining("(line 2, pos 7)")
        .hasMessageContaining("  ON t USNG STREAM")
        .hasMessageContaining("-------^^^")
        .hasMessageNotContaining("HIDDEN");
  }

  @Test
  void parametersReachSpark() {
    assertThat(
            session
                .spark()
                .sql("SELECT :a + 1", java.util.Map.of("a", 41))
                .collectAsList()
                .get(0)
                .getInt(0))
        .isEqualTo(42);
  }

  @Test
  void theJobDescriptionHoldsNoSecret() {
    session
        .spark()
        .sparkContext()
        .setJobDescription("CREATE TABLE t OPTIONS(access.key.secret='HIDDEN')");
    session.sql("SELECT 1");
    assertThat(session.spark().sparkContext().getLocalProperty("spark.job.description"))
        .isEqualTo("CREATE TABLE t OPTIONS(access.key.secret='" + Secrets.MASK + "')");
    session.spark().sparkContext().setJobDescription(null);
  }

  @Test
  void theExtensionIsAppliedOnce() {
    assertThat(session.spark().sessionState().sqlParser()).isInstanceOf(MillraceParser.class);
    MillraceParser parser = (MillraceParser) session.spark().sessionState().sqlParser();
    assertThat(parser.spark()).isNotInstanceOf(MillraceParser.class);
  }
}
