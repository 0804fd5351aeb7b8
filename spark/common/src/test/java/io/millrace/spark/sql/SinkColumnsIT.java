package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tables of Spark's own sources store of a stream's columns. */
class SinkColumnsIT extends OneStreamTests {

  private void sink(String columns) {
    session.sql("DROP TABLE " + stream.sink());
    session.sql("CREATE TABLE " + stream.sink() + " (" + columns);
  }

  @Test
  void aTableOfFilesIsWrittenAsItIsRead() throws Exception {
    sink(
        "total DOUBLE, note STRING, id BIGINT) USING csv OPTIONS(header=true, sep=';') PARTITIONED BY (id)");
    stream.create("SELECT id, price AS total, 'a,b' AS note FROM order_stream");
    assertThat(stream.drained()).containsExactly("[2.5,a,b,1]", "[4.0,a,b,2]");
    Path files = session.directory().resolve("db").resolve(stream.sink());
    assertThat(files.resolve("id=1")).isDirectoryContaining("glob:**.csv");
    assertThat(session.rows("SELECT note FROM " + stream.sink() + " WHERE id = 2"))
        .containsExactly("[a,b]");
  }

  @Test
  void anOptionOfTheStreamStandsAboveTheTables() throws Exception {
    sink("id BIGINT) USING csv OPTIONS(header=true)");
    session.sql(stream.statement(", header=false", "", "SELECT id FROM order_stream"));
    assertThat(stream.drained()).as("the first line of each file is its header").isEmpty();
  }

  @Test
  void fieldsOfStructsFindTheirNames() throws Exception {
    sink("s STRUCT<x: BIGINT, y: BIGINT, t: STRUCT<p: DOUBLE, q: STRING>>) USING parquet");
    stream.create(
        "SELECT if(id = 2, null, struct(named_struct('q', id, 'P', price) AS t, 10 AS Y, id AS x)) AS s FROM order_stream");
    assertThat(stream.drained()).containsExactly("[[1,10,[2.5,1]]]", "[null]");
  }

  @Test
  void fieldsWithOtherNamesGoByPosition() throws Exception {
    sink("s STRUCT<x: BIGINT, y: STRING>) USING parquet");
    stream.create("SELECT struct(id AS a, price AS b) AS s FROM order_stream");
    assertThat(stream.drained()).containsExactly("[[1,2.5]]", "[[2,4.0]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ARRAY<STRUCT<x: INT, y: INT>>|array(struct(1 AS y, 2 AS x))|array<struct<y:int,x:int>> and SINK wants array<struct<x:int,y:int>>: give its fields these names and types.",
        "MAP<INT, STRUCT<x: INT, y: INT>>|map(1, struct(1 AS y, 2 AS x))|map<int,struct<y:int,x:int>> and SINK wants map<int,struct<x:int,y:int>>: give its fields these names and types.",
        "STRUCT<x: INT, y: INT>|struct(1 AS x)|struct<x:int> and SINK wants struct<x:int,y:int>: give its fields these names and types.",
        "STRUCT<x: INT>|struct(1 AS x, 2 AS z)|struct<x:int,z:int> and SINK wants struct<x:int>: give its fields these names and types.",
        "STRUCT<x: INT>|struct('1' AS x)|struct<x:string> and SINK wants struct<x:int>: give its fields these names and types.",
      })
  void structsThatDoNotFitAreRefused(String type, String value, String sentence) {
    sink("s " + type + ") USING parquet");
    stream.refused(
        stream.statement("", "", "SELECT " + value + " AS s FROM order_stream"),
        "The query's column s is " + sentence.replace("SINK", stream.sink()));
  }

  @Test
  void aColumnThatTheQueryLacksHasItsDefault() throws Exception {
    sink("id BIGINT, note STRING DEFAULT concat('no', 'ne'), more INT) USING parquet");
    stream.create("SELECT id FROM order_stream");
    assertThat(stream.drained()).containsExactly("[1,none,null]", "[2,none,null]");
  }

  @Test
  void aTextThatIsTooLongEndsTheStream() throws Exception {
    sink("note VARCHAR(3), word CHAR(2)) USING parquet");
    stream.create("SELECT 'abc' AS note, 'x' AS word FROM order_stream");
    assertThat(stream.drained()).containsExactly("[abc,x ]", "[abc,x ]");
    session.sql("DROP STREAM job");
    sink("note VARCHAR(3)) USING json");
    session.sql(
        stream
            .statement("", "", "SELECT 'abcd' AS note FROM order_stream")
            .replace("cp", "too_long_cp"));
    assertThatThrownBy(() -> session.sql("AWAIT STREAMS"))
        .hasMessageContaining("Stream job failed")
        .hasMessageContaining("length limitation: 3");
    session.sql("DROP STREAM job");
  }
}
