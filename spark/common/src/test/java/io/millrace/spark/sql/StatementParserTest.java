package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementParserTest {

  private static final String SCAN =
      "CREATE OR REPLACE SCAN IF NOT EXISTS v ON a.b USING STREAM OPTIONS ( tunnel.id = \"x\" , 'k' '2' )";
  private static final String STREAM =
      "CREATE STREAM IF NOT EXISTS job1 OPTIONS ( checkpointLocation = '/tmp/c' , triggerIntervalMs 10 ) INSERT INTO TABLE a.b ( c , d ) SELECT";

  @Test
  void scanOfTheDocumentation() throws Exception {
    Statement statement =
        StatementParser.parse(
            "-- Create a view\n CREATE SCAN order_source_stream_view ON order_source USING STREAM\nOPTIONS(\n"
                + "tunnel.id=\"4987845a-1321-4d36-9f4e-73d6db63bf0f\", \nmaxoffsetsperchannel=\"10000\")");
    assertThat(statement)
        .isEqualTo(
            new Statement.CreateScan(
                "order_source_stream_view",
                false,
                false,
                new QualifiedName(List.of("order_source")),
                Statement.Mode.STREAM,
                Map.of(
                    "tunnel.id",
                    "4987845a-1321-4d36-9f4e-73d6db63bf0f",
                    "maxoffsetsperchannel",
                    "10000")));
  }

  @Test
  void everyPartOfAScan() throws Exception {
    assertThat(StatementParser.parse(SCAN))
        .isEqualTo(
            new Statement.CreateScan(
                "v",
                true,
                true,
                new QualifiedName(List.of("a", "b")),
                Statement.Mode.STREAM,
                Map.of("tunnel.id", "x", "k", "2")));
  }

  @Test
  void everyPartOfAStream() throws Exception {
    assertThat(StatementParser.parse(STREAM + " 1"))
        .isEqualTo(
            new Statement.CreateStream(
                "job1",
                true,
                Map.of("checkpointLocation", "/tmp/c", "triggerIntervalMs", "10"),
                new QualifiedName(List.of("a", "b")),
                List.of("c", "d"),
                Optional.empty(),
                STREAM.indexOf("INSERT"),
                STREAM.length() - "SELECT".length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create scan v on t using batch",
        "CREATE SCAN `a b` ON `c``d`.e USING STREAM;",
        "CREATE/**/SCAN--x\nv ON t USING STREAM OPTIONS()",
        "// it's\n-- x\n/* y */ CREATE SCAN v\n // z\nON t\n// USING BATCH\nUSING STREAM",
        "CREATE SCAN scan ON stream USING STREAM",
        "CREATE SCAN if ON t USING STREAM",
        "CREATE STREAM stream INSERT INTO t SELECT 1",
        "CREATE STREAM s INSERT INTO t (SELECT 1)",
        "CREATE STREAM s INSERT INTO t ((SELECT 1))",
        "CREATE STREAM s INSERT INTO t WITH a AS (SELECT 1) SELECT * FROM a",
        "CREATE STREAM s INSERT INTO TABLE t FROM a SELECT b",
        "CREATE STREAM s INSERT INTO table SELECT 1",
        "CREATE STREAM s OPTIONS() INSERT INTO t (a) (SELECT 1)",
        "CREATE STREAM s OPTIONS(a=true, b=-1, c=1.5, `d`='x', e.1-f='y', 'g h'='z') INSERT INTO t TABLE a",
      })
  void accepted(String sql) throws Exception {
    assertThat(StatementHeads.recognised(sql)).isTrue();
    assertThat(StatementParser.parse(sql)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1",
        "CREATE TABLE scan (a INT)",
        "CREATE OR REPLACE VIEW v AS SELECT 1",
        "CREATE STREAMING TABLE t",
        "CREATE",
        "",
        "-- CREATE SCAN",
        "// CREATE SCAN v",
        "SELECT 1 // CREATE SCAN v",
        "/* CREATE */ SCAN",
        "'CREATE' SCAN v",
        "CREATE `SCAN` v",
        "DESCRIBE stream",
        "DESC TABLE stream",
        "SHOW TABLES",
        "DROP TABLE stream",
        "EXPLAIN SELECT 1",
        "EXPLAIN EXTENDED CREATE TABLE t AS SELECT 1",
        "STOP",
        "'",
      })
  void passedOn(String sql) {
    assertThat(StatementHeads.recognised(sql)).isFalse();
  }

  /**
   * Cuts the statement after each of its tokens: nothing but a syntax error at the end may come of
   * it.
   */
  @ParameterizedTest
  @ValueSource(strings = {SCAN, STREAM})
  void cutAtEveryToken(String sql) throws Exception {
    String[] words = sql.split(" ", -1);
    int cuts = 0;
    for (int count = 2; count < words.length; count++) {
      String cut = String.join(" ", List.of(words).subList(0, count));
      if (!StatementHeads.recognised(cut) || complete(cut)) {
        continue;
      }
      cuts++;
      SyntaxException wrong =
          catchThrowableOfType(SyntaxException.class, () -> StatementParser.parse(cut));
      assertThat(wrong).as(cut).isNotNull();
      assertThat(wrong.near()).as(cut).isEqualTo("end of input");
      assertThat(wrong.getMessage()).as(cut).startsWith(": expected ");
      assertThat(wrong.start()).as(cut).isEqualTo(cut.length());
    }
    assertThat(cuts).isGreaterThan(12);
  }

  /** Each is cut after each of its tokens; the marks show where it could have ended. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TUNNEL IF NOT EXISTS `a.b` ON t | OPTIONS ( type = 'Stream' , start = 1 ) |",
        "SHOW TUNNELS ON t |",
        "DESCRIBE TUNNEL a ON t |",
        "DROP TUNNEL IF EXISTS a ON t |",
        "SHOW STREAMS | LIKE 'a*' |",
        "SHOW SCANS | LIKE 'a' | ; | ; |",
        "DESC STREAM EXTENDED | a |",
        "START STREAM a |",
        "STOP STREAM `a` |",
        "DROP STREAM IF | EXISTS a |",
        "DROP SCAN a |",
        "ALTER STREAM a SET OPTIONS ( triggerType = 'Once' ) |",
        "EXPLAIN EXTENDED CREATE STREAM a OPTIONS ( b = 1 ) INSERT INTO t SELECT | 1 |",
        "AWAIT STREAMS |",
        "EXPLAIN CREATE STREAM a INSERT INTO TABLE t ( c ) SELECT | 1 |",
        "CREATE STREAM m OPTIONS ( a 1 ) MERGE INTO d.t AS x USING s AS y ON x.id WHEN MATCHED AND y.op THEN DELETE"
            + " | WHEN MATCHED THEN UPDATE SET a = y.a | , b = y.b | WHEN NOT MATCHED THEN INSERT ( id , a ) VALUES"
            + " ( y.id , y.a ) |",
        "CREATE STREAM m MERGE INTO t USING ( SELECT 1 ) y WHEN y.op THEN UPDATE SET * | WHEN y.in THEN INSERT * |",
      })
  void everyOtherStatementCutAtEveryToken(String marked) throws Exception {
    StringBuilder cut = new StringBuilder();
    for (String word : marked.split(" ", -1)) {
      if (word.equals("|")) {
        assertThat(StatementParser.parse(cut.toString())).isNotNull();
        cut.append('\u0000');
      } else if (cut.length() > 0 && cut.charAt(cut.length() - 1) != 0 && whole(cut)) {
        SyntaxException wrong =
            catchThrowableOfType(SyntaxException.class, () -> StatementParser.parse(cut + ""));
        assertThat(wrong).as(cut + "").isNotNull();
        assertThat(wrong.near()).as(cut + "").isEqualTo("end of input");
        assertThat(wrong.getMessage()).as(cut + "").startsWith(": expected ");
        cut.append(' ').append(word);
      } else {
        if (cut.length() > 0 && cut.charAt(cut.length() - 1) == 0) {
          cut.setLength(cut.length() - 1);
        }
        cut.append(cut.length() == 0 ? "" : " ").append(word);
      }
    }
    String sql = marked.replace(" |", "");
    Statement plain = StatementParser.parse(sql);
    Statement commented = StatementParser.parse(sql.replace(" ", " /* it's; */ -- \"\n // `\n"));
    if (plain instanceof Statement.CreateStream || plain instanceof Statement.ExplainStream) {
      assertThat(commented).hasSameClassAs(plain); // It keeps the places of its parts.
    } else {
      assertThat(commented).isEqualTo(plain);
    }
  }

  private static boolean whole(CharSequence cut) {
    return StatementHeads.recognised(cut.toString());
  }

  private static boolean complete(String cut) {
    return cut.endsWith("USING STREAM") || cut.endsWith("SELECT");
  }

  /** Puts a comment, a line break and a quote between any two tokens. */
  @ParameterizedTest
  @ValueSource(strings = {SCAN, STREAM + " 1"})
  void commentsInEveryPlace(String sql) throws Exception {
    Statement plain = StatementParser.parse(sql);
    for (String comment :
        List.of(" /* it's */ ", " -- it's; \n ", "\r\n\t", " /* /* nested */ */ ")) {
      Statement commented = StatementParser.parse(sql.replace(" ", comment));
      if (plain instanceof Statement.CreateScan) {
        assertThat(commented).isEqualTo(plain);
      } else {
        assertThat(((Statement.CreateStream) commented).options())
            .isEqualTo(((Statement.CreateStream) plain).options());
        assertThat(((Statement.CreateStream) commented).columns())
            .isEqualTo(((Statement.CreateStream) plain).columns());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE SCAN v ON t USNG STREAM|'USNG'|: expected USING",
        "CREATE SCAN v ON t USING STREM|'STREM'|: expected STREAM or BATCH (did you mean STREAM?)",
        "CREATE SCAN v OF t|'OF'|: expected ON",
        "CREATE SCAN db.v ON t|'.'|: a scan is a temporary view of the session and has no database: expected ON",
        "CREATE SCAN v ON t USING BATCH OPTONS(a=1)|'OPTONS'|: expected OPTIONS or the end of the statement (did you mean OPTIONS?)",
        "CREATE SCAN v ON t USING BATCH OPTIONS(a=1) x|'x'|: expected the end of the statement",
        "CREATE STREAM s OPTIONS(a=update) INSERT|'update'|: expected a value for a in quotes: a='update'",
        "CREATE STREAM s OPTIONS(a=) INSERT|')'|: expected a value for a in quotes",
        "CREATE STREAM s OPTIONS(a='1',) INSERT|')'|: expected the name of an option",
        "CREATE STREAM s OPTIONS(a='1' b) INSERT|'b'|: expected ',' or ')'",
        "CREATE STREAM s OPTIONS(a='1', A='2') INSERT|'A'|: the option A is given twice",
        "CREATE STREAM s OPTIONS(a.='1') INSERT|'='|: expected the rest of the option's name after 'a.'",
        "CREATE STREAM s OPTIONS(a='1) INSERT INTO t SELECT 1|'''|: the quote is never closed",
        "CREATE STREAM s INSRT INTO t SELECT 1|'INSRT'|: expected OPTIONS or INSERT or MERGE (did you mean INSERT?)",
        "CREATE STREAM s INSERT OVERWRITE t SELECT 1|'OVERWRITE'|: a stream never ends, so it cannot overwrite: expected INTO",
        "CREATE STREAM s INSERT INTO t SELCT 1|'SELCT'|: expected a column list or SELECT (did you mean SELECT?)",
        "CREATE STREAM s INSERT INTO t (a,) SELECT 1|')'|: expected a column",
        "CREATE STREAM 'job' INSERT INTO t SELECT 1|a string|: expected a name for the stream",
        "CREATE OR REPLACE STREAM s|'STREAM'|: expected SCAN",
        "SHOW STREAMS LIK 'a'|'LIK'|: expected LIKE or the end of the statement (did you mean LIKE?)",
        "STOP STREAM a.b|'.'|: it has a name of one part: expected the end of the statement",
        "ALTER STREAM a ST OPTIONS(b=1)|'ST'|: expected SET",
        "DROP SCAN IF EXIST a|'EXIST'|: expected the end of the statement",
        "SHOW TUNNELS IN t|'IN'|: expected ON",
        "START STREAM 'a'|a string|: expected the name of a stream",
        "DROP TUNNEL a t|'t'|: expected ON",
        "DESCRIBE TUNNEL a t|'t'|: expected ON",
        "CREATE TUNNEL a t|'t'|: expected ON",
        "CREATE TUNNEL a ON t x|'x'|: expected OPTIONS or the end of the statement",
        "DROP STREAM a b|'b'|: expected the end of the statement",
        "DESCRIBE STREAM EXTENDED a b|'b'|: expected the end of the statement",
        "SHOW STREAMS LIKE a|'a'|: expected a pattern in quotes",
        "SHOW SCANS LIKE 'a' b|'b'|: expected the end of the statement",
        "ALTER STREAM a SET (b=1)|'('|: expected OPTIONS",
        "AWAIT STREAMS a|'a'|: expected the end of the statement",
        "EXPLAIN CREATE STREAM a SELECT 1|'SELECT'|: expected OPTIONS or INSERT or MERGE",
        "DROP STREAM a /* b|'/*'|: the comment is never closed",
        "SHOW STREAMS /* a /* b */|'/*'|: the comment is never closed",
        "CREATE SCAN v /* ON t USING STREAM|'/*'|: the comment is never closed",
        "CREATE STREAM s MERGE INTO t USING (SELECT 'a) v|'''|: the quote is never closed",
        "CREATE STREAM s MERGE INTO t USING (SELECT /* a) v|'/*'|: the comment is never closed",
        "CREATE STREAM s MERGE INTO t USING v ON a = /* b WHEN|'/*'|: the comment is never closed",
      },
      quoteCharacter = '^')
  void errorsNameTheWordAndWhatWouldFit(String sql, String near, String hint) {
    SyntaxException wrong =
        catchThrowableOfType(SyntaxException.class, () -> StatementParser.parse(sql));
    assertThat(wrong).isNotNull();
    assertThat(wrong.near()).isEqualTo(near);
    assertThat(wrong.getMessage()).isEqualTo(hint);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATE SCNA v ON t,SCAN",
    "CREATE STRAEM s INSERT,STREAM",
    "create stream1 x,STREAM",
    "SHOW STREMS,STREAMS",
    "SHWO STREAMS,SHOW",
    "STPO STREAM a,STOP",
    "DROP STRAEM a,STREAM",
    "DROP TUNEL a ON t,TUNNEL",
    "ALTER STRAEM a,STREAM"
  })
  void aMisspeltStatementIsGuessed(String sql, String meant) {
    assertThat(StatementHeads.misspelling(sql))
        .get()
        .extracting(Throwable::getMessage)
        .isEqualTo(": expected " + meant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABEL t",
        "CREATE SCHEM s",
        "CREATE VIEWS v",
        "SELECT scna",
        "CREATE",
        "CREATE FUNCTON f",
        "SHOW TABELS",
        "DROP TABL t",
        "SELECT STREAM"
      })
  void othersAreNot(String sql) {
    assertThat(StatementHeads.misspelling(sql)).isEmpty();
  }

  @Test
  void stringsAreReadAsSparkReadsThem() throws Exception {
    Statement.CreateScan scan =
        (Statement.CreateScan)
            StatementParser.parse(
                "CREATE SCAN v ON t USING BATCH OPTIONS(a='it\\'s', b=\"x\\ny\", c='a''b', d='{\"k\": 1}', e='')");
    assertThat(scan.options())
        .isEqualTo(Map.of("a", "it's", "b", "x\ny", "c", "a'b", "d", "{\"k\": 1}", "e", ""));
  }

  @Test
  void anOverlongOptionListIsRead() throws Exception {
    StringBuilder sql = new StringBuilder("CREATE SCAN v ON t USING BATCH OPTIONS(k='v'");
    for (int at = 0; at < 2000; at++) {
      sql.append(", k").append(at).append("='v'");
    }
    assertThat(((Statement.CreateScan) StatementParser.parse(sql + ")")).options()).hasSize(2001);
    assertThatThrownBy(() -> StatementParser.parse(sql.toString()))
        .isInstanceOf(SyntaxException.class);
  }
}
