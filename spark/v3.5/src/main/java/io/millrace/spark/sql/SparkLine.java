package io.millrace.spark.sql;

import java.util.Optional;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.EventTimeWatermark;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.trees.Origin;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.streaming.Trigger;
import org.apache.spark.unsafe.types.CalendarInterval;
import scala.Option;
import scala.Some;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map.Map2;

/** What the SQL extension needs of Spark 3.5 that 4.x has in other places. */
final class SparkLine {

  private SparkLine() {}

  /** Analyzes a plan in a session. */
  static Dataset<Row> dataset(SparkSession session, LogicalPlan plan) {
    return Dataset.ofRows(session, plan);
  }

  static QueryExecution execution(Dataset<Row> rows) {
    return rows.queryExecution();
  }

  /** Spark's own syntax error. Lines count from 1, columns from 0. */
  static ParseException parseException(String sql, int line, int column, SyntaxException wrong) {
    Origin origin =
        new Origin(
            Option.apply(line),
            Option.apply(column),
            Option.apply(wrong.start()),
            Option.apply(Math.max(wrong.start(), wrong.end() - 1)),
            Option.apply(sql),
            Option.empty(),
            Option.empty());
    Map<String, String> parameters = new Map2<>("error", wrong.near(), "hint", wrong.getMessage());
    return new ParseException(new Some<>(sql), origin, origin, "PARSE_SYNTAX_ERROR", parameters);
  }

  static LogicalPlan watermark(Attribute time, CalendarInterval delay, LogicalPlan plan) {
    return new EventTimeWatermark(time, delay, plan);
  }

  /** The trigger that processes rows as they come; this line has none. */
  static Optional<Trigger> realTime(long batchMs) {
    return Optional.empty();
  }

  /** Ends a program under spark-submit with an exit code and no stack trace. */
  static RuntimeException exit(int code) {
    throw SparkErrors.rethrown(new SparkUserAppException(code));
  }
}
