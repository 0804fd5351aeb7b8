package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MergeParserTest {

  @Test
  void everyPartOfAMerge() throws Exception {
    String sql =
        "CREATE STREAM m OPTIONS(a=1) MERGE INTO db.t AS x USING (SELECT ')' FROM s WHERE (a)) y"
            + " ON x.id = y.id AND CASE WHEN y.a THEN 1 END = 1"
            + " WHEN MATCHED AND y.op = 'WHEN' THEN DELETE"
            + " WHEN MATCHED THEN UPDATE SET x.a = f(y.a, 1), b = CASE WHEN y.b THEN 1 ELSE 2 END"
            + " WHEN NOT MATCHED BY TARGET AND y.op IS NOT NULL THEN INSERT (id, a) VALUES (y.id, (y.a))"
            + " WHEN NOT MATCHED THEN INSERT *;";
    Merge merge = ((Statement.CreateStream) StatementParser.parse(sql)).merge().orElseThrow();
    assertThat(merge.target().toString()).isEqualTo("db.t");
    assertThat(merge.targetAlias()).isEqualTo("x");
    assertThat(merge.sourceAlias()).isEqualTo("y");
    assertThat(merge.condition()).contains("x.id = y.id AND CASE WHEN y.a THEN 1 END = 1");
    assertThat(merge.clauses())
        .containsExactly(
            new Merge.Clause(
                Merge.Action.DELETE, Optional.of("y.op = 'WHEN'"), List.of(), List.of()),
            new Merge.Clause(
                Merge.Action.UPDATE,
                Optional.empty(),
                List.of("a", "b"),
                List.of("f(y.a, 1)", "CASE WHEN y.b THEN 1 ELSE 2 END")),
            new Merge.Clause(
                Merge.Action.INSERT,
                Optional.of("y.op IS NOT NULL"),
                List.of("id", "a"),
                List.of("y.id", "(y.a)")),
            new Merge.Clause(Merge.Action.INSERT, Optional.empty(), List.of(), List.of()));
    assertThat(merge.clausesText()).startsWith("WHEN MATCHED AND").endsWith("INSERT *");
    Merge bare =
        ((Statement.CreateStream)
                StatementParser.parse(
                    "CREATE STREAM m MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE"))
            .merge()
            .orElseThrow();
    assertThat(bare.targetAlias() + bare.sourceAlias()).isEqualTo("ts");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MERGE INTO t USING s x MATCHED THEN DELETE|'MATCHED'|: expected ON",
        "MERGE INTO t USING s WHEN THEN DELETE|'THEN'|: expected a condition",
        "MERGE INTO t USING s ON a WHEN a THEN DELETE|'a'|: expected MATCHED",
        "MERGE INTO t USING s ON WHEN MATCHED THEN DELETE|'WHEN'|: expected a condition",
        "MERGE INTO t USING s ON a|end of input|: expected WHEN",
        "MERGE INTO t USING s ON a WHEN MATCHED THEN INSERT *|'INSERT'|: expected UPDATE or DELETE",
        "MERGE INTO t USING s ON a WHEN NOT MATCHED THEN DELETE|'DELETE'|: expected INSERT",
        "MERGE INTO t USING s ON a WHEN MATCHED THEN UPDATE SET a|end of input|: expected '='",
        "MERGE INTO t USING s ON a WHEN NOT MATCHED THEN INSERT (a) VALUES (1, 2)|end of input|: INSERT lists 1 columns and 2 values",
        "MERGE INTO t USING (SELECT 1 ON a|end of input|: expected ')'",
        "MERGE INTO t USING s ON a WHEN MATCHED THEN DELETE x|'x'|: expected WHEN or the end of the statement",
        "MERGE INTO t USING s VERSION AS OF 1 v ON a|'VERSION'|: a stream is not read as of a version or a time: expected ON",
        "MERGE INTO t USING s TIMESTAMP AS OF '2026-01-31' ON a|'TIMESTAMP'|: a stream is not read as of a version or a time: expected ON",
        "MERGE INTO t USING s FOR SYSTEM_TIME AS OF '2026-01-31' ON a|'FOR'|: a stream is not read as of a version or a time: expected ON",
        "MRGE INTO t USING s|'MRGE'|: expected OPTIONS or INSERT or MERGE (did you mean MERGE?)",
      },
      quoteCharacter = '^')
  void errorsOfAMerge(String merge, String near, String hint) {
    SyntaxException wrong =
        catchThrowableOfType(
            SyntaxException.class, () -> StatementParser.parse("CREATE STREAM m " + merge));
    assertThat(wrong).isNotNull();
    assertThat(wrong.near() + wrong.getMessage()).isEqualTo(near + hint);
  }

  @Test
  void columnsMayHaveTheNamesOfKeywords() throws Exception {
    Merge merge =
        ((Statement.CreateStream)
                StatementParser.parse(
                    "CREATE STREAM m MERGE INTO t USING s ON t.`when` = s.`when` WHEN MATCHED AND s.`then` = 1"
                        + " THEN UPDATE SET `set` = s.`values`, t.`and` = 2"
                        + " WHEN NOT MATCHED THEN INSERT (`when`, `values`) VALUES (s.`when`, s.`insert`)"))
            .merge()
            .orElseThrow();
    assertThat(merge.condition()).contains("t.`when` = s.`when`");
    assertThat(merge.clauses())
        .containsExactly(
            new Merge.Clause(
                Merge.Action.UPDATE,
                Optional.of("s.`then` = 1"),
                List.of("set", "and"),
                List.of("s.`values`", "2")),
            new Merge.Clause(
                Merge.Action.INSERT,
                Optional.empty(),
                List.of("when", "values"),
                List.of("s.`when`", "s.`insert`")));
  }

  @Test
  void aliasesMayBeWordsOfTimeTravel() throws Exception {
    Merge merge =
        ((Statement.CreateStream)
                StatementParser.parse(
                    "CREATE STREAM m MERGE INTO t USING s version ON a WHEN MATCHED THEN DELETE"))
            .merge()
            .orElseThrow();
    assertThat(merge.sourceAlias()).isEqualTo("version");
  }
}
