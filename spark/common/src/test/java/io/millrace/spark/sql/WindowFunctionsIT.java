package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowFunctionsIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  @BeforeAll
  static void events() {
    session.sql(
        "CREATE TEMPORARY VIEW events AS SELECT timestamp_seconds(id) AS ts, id FROM range(120)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TUMBLING(ts, interval 30 seconds)|window(ts, '30 seconds')",
        "tumbling(ts, '30 seconds')|window(ts, '30 seconds')",
        "Tumbling (ts, interval '1' minute)|window(ts, '1 minute')",
        "HOPPING(ts, interval 1 minute, interval 30 second)|window(ts, '1 minute', '30 seconds')",
        "hopping(ts, '1 minute', '20 seconds')|window(ts, '1 minute', '20 seconds')",
      })
  void areSparksWindows(String ours, String sparks) {
    String query =
        "SELECT WINDOW.start AS b, WINDOW.end AS e, count(*) AS n FROM events GROUP BY WINDOW";
    assertThat(session.rows(query.replace("WINDOW", ours)))
        .isNotEmpty()
        .isEqualTo(session.rows(query.replace("WINDOW", sparks)));
  }

  @Test
  void theirBoundsAreColumnsOfWindow() {
    assertThat(
            session.rows(
                "SELECT CAST(window.end AS LONG) AS e, count(*) AS n FROM events GROUP BY TUMBLING(ts, interval 1 minute)"))
        .containsExactly("[120,60]", "[60,60]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TUMBLING(ts)|TUMBLING(time, length) takes 2 arguments, not 1.",
        "HOPPING(ts, '1 minute')|HOPPING(time, length, slide) takes 3 arguments, not 2.",
        "TUMBLING(ts, 'abc')|TUMBLING(time, length) takes lengths such as interval 30 seconds or '30 seconds', not 'abc'.",
        "TUMBLING(ts, interval 1 month)|TUMBLING(time, length) takes lengths such as interval 30 seconds or '30 seconds', not INTERVAL '1' MONTH.",
        "TUMBLING(ts, '0 seconds')|TUMBLING(time, length) takes lengths such as interval 30 seconds or '30 seconds', not '0 seconds'.",
        "TUMBLING(id, '1 minute')|TUMBLING(time, length) takes a timestamp, but id is bigint: put it into timestamp_millis(...) if it holds milliseconds.",
        "HOPPING(id + 1, '1 minute', '1 minute')|HOPPING(time, length, slide) takes a timestamp, but (events.id + ",
        "HOPPING(ts, '1 minute', '2 minutes')|HOPPING(time, length, slide) takes a slide that is not longer than its length.",
      })
  void wrongArgumentsAreNamed(String window, String sentence) {
    assertThatThrownBy(() -> session.sql("SELECT count(*) FROM events GROUP BY " + window))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining(sentence);
  }
}
