package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the extension does to statements that are not its own: nothing, apart from comments and
 * secrets.
 */
class PassThroughIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  @BeforeAll
  static void stream() {
    session.jsonTable("cut", "a INT, b INT");
    session.sql("CREATE SCAN cut_stream ON cut USING STREAM");
  }

  @Test
  void commentsWithDoubleSlashes() {
    assertThat(session.rows("// one\nSELECT 1, '// kept'\n  // two\n"))
        .containsExactly("[1,// kept]");
  }

  @Test
  void whatSparkKeepsAsTextHasItsCommentsToo() {
    session.sql("SET my.one=1\n// a note\n");
    session.sql("SET my.other=1\n-- a note\n");
    assertThat(session.spark().conf().get("my.one"))
        .isEqualTo(session.spark().conf().get("my.other"));
    session.sql("// a note\nSET my.one=hdfs://a//b");
    assertThat(session.spark().conf().get("my.one")).isEqualTo("hdfs://a//b");
  }

  @Test
  void theStatementsOfOtherExtensionsMayHaveThemToo() throws Exception {
    LogicalPlan plan = session.spark().sessionState().sqlParser().parsePlan("SELECT 1");
    Throwable theirError = catchThrowable(() -> session.sql("SELECT no_column"));
    assertThat(theirError).isNotInstanceOf(ParseException.class);
    SparkParser theirs =
        sql -> {
          if (sql.contains("//")) {
            throw SparkErrors.rethrown(theirError);
          }
          return plan;
        };
    StatementGate gate = new StatementGate(session.spark());
    assertThat(gate.parse("CALL x(\n// a note\n1)", theirs)).isSameAs(plan);
    assertThatThrownBy(() -> gate.parse("CALL x('//')", theirs)).isSameAs(theirError);
  }

  @Test
  void ourWordsInLiteralsAndComments() {
    assertThat(
            session.rows(
                "SELECT 'CREATE STREAM s', \"delay(t) < '1 minute'\", 'http://x\n//y' /* watermark(a, b) */ -- CREATE SCAN"))
        .containsExactly("[CREATE STREAM s,delay(t) < '1 minute',http://x\n//y]");
  }

  /**
   * Cut anywhere, and with a quote or a comment opened anywhere, a statement is refused or runs.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE OR REPLACE SCAN s ON a . b USING STREAM OPTIONS ( c = 'd' , e 1 )",
        "CREATE STREAM s OPTIONS ( c = 'd' ) INSERT INTO t ( a ) SELECT a FROM b WHERE c = 'd'",
        "CREATE STREAM s MERGE INTO t USING s ON t . a = s . a WHEN MATCHED THEN DELETE WHEN NOT MATCHED THEN INSERT *",
        "EXPLAIN EXTENDED CREATE STREAM s INSERT INTO t SELECT delay ( a ) FROM b GROUP BY TUMBLING ( c , interval 1 minute )",
        "ALTER STREAM s SET OPTIONS ( a = 'b' )",
        "SHOW STREAMS LIKE 's*' ;",
        "SHOW SCANS LIKE 's' ;",
        "SHOW TUNNELS ON a . b ;",
        "DESCRIBE STREAM EXTENDED s ;",
        "DESCRIBE TUNNEL t ON a . b ;",
        "CREATE TUNNEL IF NOT EXISTS t ON a . b OPTIONS ( type = 'Stream' )",
        "DROP TUNNEL IF EXISTS t ON a . b",
        "DROP STREAM IF EXISTS s ;",
        "DROP SCAN IF EXISTS s ;",
        "START STREAM s ;",
        "STOP STREAM s ;",
        "AWAIT STREAMS ;",
        "INSERT INTO TABLE t ( a , b ) SELECT a , b FROM cut_stream WHERE delay ( c ) < '1 minute'",
        "CREATE TABLE t ( a INT ) USING parquet OPTIONS ( b = 'c' ) AS SELECT a FROM cut_stream",
        "SELECT watermark ( a , interval 1 minute ) AS w FROM cut_stream LIMIT 5",
        "WITH q AS ( SELECT a FROM cut_stream ) INSERT INTO t ( a ) SELECT a FROM q",
        "EXPLAIN EXTENDED INSERT INTO t ( a ) SELECT a FROM cut_stream",
        "EXPLAIN FORMATTED SELECT a FROM cut_stream WHERE a = 'b' LIMIT 5",
        "MERGE INTO t USING cut_stream s WHEN s . a = 1 THEN DELETE WHEN s . a = 2 THEN INSERT *",
        "CREATE STREAM s MERGE INTO t USING ( SELECT a FROM b ) s WHEN s . a THEN UPDATE SET c = 'd' WHEN s . b THEN INSERT ( a ) VALUES ( 1 )",
      })
  void anyStatementCutOrQuotedAnywhere(String sql) {
    String[] words = sql.split(" ");
    for (int count = 0; count <= words.length; count++) {
      String head = String.join(" ", List.of(words).subList(0, count));
      String rest = String.join(" ", List.of(words).subList(count, words.length));
      answered(head);
      for (String put :
          List.of("'", "\"", "`", "/*", "--", "\n//", ";", "\0", "'x'", "`x`", "/* x */")) {
        answered(head + " " + put + " " + rest);
        answered(head + put);
      }
    }
    assertThat(session.rows("SELECT 1")).containsExactly("[1]");
  }

  private static void answered(String sql) {
    Throwable wrong =
        catchThrowable(() -> session.spark().sessionState().sqlParser().parsePlan(sql));
    if (wrong != null) {
      assertThat(wrong).as(sql).isInstanceOf(AnalysisException.class);
      assertThat(wrong.getMessage()).as(sql).isNotBlank().doesNotContain("Exception");
    }
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
        .hasMessageContaining("access.key.secret='******' catalog")
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
  void whatExplainAndDescribeCannotShowIsSaid() {
    assertThatThrownBy(() -> session.sql("EXPLAIN CREATE SCAN s ON t USING STREAM"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining(
            "Syntax error at or near 'CREATE': EXPLAIN [EXTENDED] shows CREATE STREAM and Spark's own statements: expected CREATE STREAM.")
        .hasMessageContaining("(line 1, pos 8)");
    assertThatThrownBy(() -> session.sql("EXPLAIN EXTENDED STOP STREAM s"))
        .hasMessageContaining("Syntax error at or near 'STOP': EXPLAIN [EXTENDED] shows");
    assertThatThrownBy(() -> session.sql("EXPLAIN COST CREATE STREAM s INSERT INTO t SELECT 1"))
        .hasMessageContaining("Syntax error at or near 'COST': EXPLAIN [EXTENDED] shows");
    assertThatThrownBy(() -> session.sql("EXPLAIN CREATE STRAEM s INSERT INTO t SELECT 1"))
        .hasMessageContaining("Syntax error at or near 'STRAEM': expected STREAM.");
    assertThatThrownBy(() -> session.sql("DESCRIBE STREAM"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining(
            "Syntax error at or near end of input: expected the name of a stream.");
    assertThatThrownBy(() -> session.sql("DESC tunnel;"))
        .hasMessageContaining("Syntax error at or near ';': expected the name of a tunnel.");
    assertThatThrownBy(() -> session.sql("DESCRIBE SCAN cut_stream"))
        .hasMessageContaining("Syntax error at or near 'SCAN': the columns of a scan are shown by");
  }

  @Test
  void aTableMayHaveTheNameOfWhatIsDescribed() {
    session.sql("CREATE TABLE stream (a INT) USING json");
    assertThat(session.rows("DESCRIBE stream")).containsExactly("[a,int,null]");
    session.sql("DROP TABLE stream");
    session.sql("CREATE TABLE scan (a INT) USING json");
    assertThat(session.rows("DESC scan")).containsExactly("[a,int,null]");
    assertThat(session.rows("DESCRIBE scan a")).contains("[data_type,int]");
    session.sql("DROP TABLE scan");
  }

  /** Which some editors write at the start of a file. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 'cut_stream', 'STREAM'",
        "SHOW SCANS",
        "// a note\nSHOW SCANS",
        "-- a note\nSHOW SCANS",
        "/* a note */ SHOW SCANS"
      })
  void aByteOrderMarkIsPassedOver(String sql) {
    assertThat(session.rows("\uFEFF" + sql)).singleElement().asString().contains("STREAM");
    assertThat(session.rows("\uFEFF// nothing\n")).isEmpty();
    assertThatThrownBy(() -> session.sql("\uFEFFSELECT 1 +"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("pos 11");
  }

  @ParameterizedTest
  @ValueSource(strings = {"my.secret = HIDDEN-HIDDEN", "my.secret HIDDEN.HIDDEN"})
  void aSecretWithoutQuotesIsNotShown(String option) {
    String sql = "CREATE SCAN v ON t USING STREAM OPTIONS(" + option + ", a='kept')";
    assertThatThrownBy(() -> session.sql(sql))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining(
            "Syntax error at or near '*********(redacted)': expected a value for my.secret in quotes.")
        .hasMessageContaining("(line 1, pos " + sql.indexOf("HIDDEN") + ")")
        .hasMessageContaining("*********(redacted), a='kept')")
        .hasMessageNotContaining("HIDDEN");
  }

  @Test
  void ourSyntaxErrorsMarkTheirPlace() {
    assertThatThrownBy(
            () ->
                session.sql(
                    "CREATE SCAN v\n  ON t USNG STREAM OPTIONS(access.key.secret='HIDDEN')"))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("Syntax error at or near 'USNG': expected USING.")
        .hasMessageContaining("(line 2, pos 7)")
        .hasMessageContaining("  ON t USNG STREAM")
        .hasMessageContaining("-------^^^")
        .hasMessageNotContaining("HIDDEN");
  }

  /** Ours, Spark's own, and those of a query behind options. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE SCAN v ON t USING STREAM\n OPTIONS(access.key.secret='HIDDEN', a ^b)",
        "CREATE SCAN v ON t USING STREAM\n OPTIONS(access.key.secret='HIDDENHIDDENHIDDENHIDDENHIDDEN', a ^b)",
        "CREATE TABLE t (a INT) USING json\n OPTIONS(password='HIDDEN') PARTITIONED ^BYE (a)",
        "CREATE TABLE t (a INT) USING json\n OPTIONS(password=\"HIDDEN\nHIDDEN\") PARTITIONED ^BYE (a)",
        "CREATE STREAM s OPTIONS(kafka.password='HIDDEN') INSERT INTO t\n SELECT 'token=HIDDEN', 1 FROM x WHERE ^)",
        "CREATE STREAM s OPTIONS(a='b') MERGE INTO t USING s ON t.a = 'token=HIDDEN' ^AND = WHEN MATCHED THEN DELETE",
      })
  void theMarkStandsWhereItBelongsBehindASecret(String marked) {
    int place = marked.indexOf('^');
    String before = marked.substring(0, place);
    int line = (int) before.lines().count();
    int column = place - 1 - before.lastIndexOf('\n');
    assertThatThrownBy(() -> session.sql(marked.replace("^", "")))
        .isInstanceOf(ParseException.class)
        .hasMessageContaining("(line " + line + ", pos " + column + ")")
        .hasMessageNotContaining("HIDDEN")
        .satisfies(
            error -> {
              List<String> shown = error.getMessage().lines().toList();
              int mark = shown.indexOf("-".repeat(column) + "^^^");
              assertThat(mark).as(error.getMessage()).isPositive();
              assertThat(shown.get(mark - 1).substring(column))
                  .isEqualTo(marked.substring(place + 1));
            });
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
    session
        .spark()
        .sparkContext()
        .setJobDescription("CREATE SCAN s ON t OPTIONS(password='HIDDEN')");
    session.sql("SHOW SCANS");
    assertThat(session.spark().sparkContext().getLocalProperty("spark.job.description"))
        .doesNotContain("HIDDEN");
    session.spark().sparkContext().setJobDescription(null);
  }

  /** They are data, and may be many; what else a statement holds is masked. */
  @Test
  void theJobDescriptionMayHoldTheValuesOfAnInsert() {
    session.sql("CREATE TABLE noted (note STRING) USING parquet");
    String insert = "INSERT INTO noted VALUES ('token=mine')";
    session.spark().sparkContext().setJobDescription(insert);
    session.sql(insert);
    assertThat(session.spark().sparkContext().getLocalProperty("spark.job.description"))
        .isEqualTo(insert);
    session.sql("INSERT INTO noted SELECT 'token=mine'");
    assertThat(session.spark().sparkContext().getLocalProperty("spark.job.description"))
        .contains(Secrets.MASK);
    // That of another statement is no INSERT of values.
    session.spark().sparkContext().setJobDescription("SET password='HIDDEN'");
    session.sql(insert);
    assertThat(session.spark().sparkContext().getLocalProperty("spark.job.description"))
        .isEqualTo("SET password='" + Secrets.MASK + "'");
    // The options of an INSERT, which Spark 4 brought, may hold one.
    String withOptions = "INSERT INTO noted WITH (password='HIDDEN') VALUES ('a')";
    session.spark().sparkContext().setJobDescription(withOptions);
    if (session.spark().version().compareTo("4") >= 0) {
      session.sql(withOptions);
    } else {
      assertThatThrownBy(() -> session.sql(withOptions)).isInstanceOf(ParseException.class);
    }
    assertThat(session.spark().sparkContext().getLocalProperty("spark.job.description"))
        .contains(Secrets.MASK)
        .doesNotContain("HIDDEN");
    session.spark().sparkContext().setJobDescription(insert);
    assertThatThrownBy(() -> session.sql("INSERT noted VALUES ("))
        .isInstanceOf(ParseException.class);
    assertThat(session.spark().sparkContext().getLocalProperty("spark.job.description"))
        .contains(Secrets.MASK);
    session.spark().sparkContext().setJobDescription(null);
  }

  @Test
  void theExtensionIsAppliedOnce() {
    assertThat(session.spark().sessionState().sqlParser()).isInstanceOf(MillraceParser.class);
    MillraceParser parser = (MillraceParser) session.spark().sessionState().sqlParser();
    assertThat(parser.spark()).isNotInstanceOf(MillraceParser.class);
  }
}
