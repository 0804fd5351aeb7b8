package io.millrace.spark.sql;

import java.lang.reflect.Constructor;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
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
import scala.collection.immutable.Map;
import scala.collection.immutable.Map.Map2;

/** What the SQL extension needs of Spark 4.x that 3.5 has in other places. */
final class SparkLine {

  private SparkLine() {}

  /** Analyzes a plan in a session. */
  static Dataset<Row> dataset(SparkSession session, LogicalPlan plan) {
    return org.apache.spark.sql.classic.Dataset.ofRows(
        (org.apache.spark.sql.classic.SparkSession) session, plan);
  }

  static QueryExecution execution(Dataset<Row> rows) {
    return rows.queryExecution();
  }

  /**
   * Spark's own syntax error. Lines count from 1, columns from 0. Both constructors it takes grew
   * between 4.0 and 4.2, so they are found by shape: the place in the text comes first, what later
   * versions added may be empty.
   */
  static ParseException parseException(String sql, int line, int column, SyntaxException wrong) {
    Map<String, String> parameters = new Map2<>("error", wrong.near(), "hint", wrong.getMessage());
    try {
      Constructor<?> originOf = Origin.class.getConstructors()[0];
      Object[] place = new Object[originOf.getParameterCount()];
      Arrays.fill(place, Option.empty());
      place[0] = Option.apply(line);
      place[1] = Option.apply(column);
      place[2] = Option.apply(wrong.start());
      place[3] = Option.apply(Math.max(wrong.start(), wrong.end() - 1));
      place[4] = Option.apply(sql);
      Origin origin = (Origin) originOf.newInstance(place);
      for (Constructor<?> candidate : ParseException.class.getConstructors()) {
        Class<?>[] types = candidate.getParameterTypes();
        if (Arrays.equals(
            types, new Class<?>[] {Option.class, Origin.class, String.class, Map.class})) {
          return (ParseException)
              candidate.newInstance(Option.apply(sql), origin, "PARSE_SYNTAX_ERROR", parameters);
        }
        if (Arrays.equals(
            types,
            new Class<?>[] {Option.class, Origin.class, Origin.class, String.class, Map.class})) {
          return (ParseException)
              candidate.newInstance(
                  Option.apply(sql), origin, origin, "PARSE_SYNTAX_ERROR", parameters);
        }
      }
    } catch (ReflectiveOperationException unknownVersion) {
      throw new IllegalStateException(
          "This version of Spark builds syntax errors in another way.", unknownVersion);
    }
    throw new IllegalStateException("This version of Spark builds syntax errors in another way.");
  }

  /** A watermark on an unresolved plan; since 4.1 each has an identity of its own. */
  static LogicalPlan watermark(Attribute time, CalendarInterval delay, LogicalPlan plan) {
    return new EventTimeWatermark(UUID.randomUUID(), time, delay, plan);
  }

  /** The trigger that processes rows as they come; empty on Spark 4.0, which has none. */
  static Optional<Trigger> realTime(long batchMs) {
    try {
      return Optional.of(Trigger.RealTime(batchMs));
    } catch (NoSuchMethodError older) {
      return Optional.empty();
    }
  }

  /** Ends a program under spark-submit with an exit code and no stack trace. */
  static RuntimeException exit(int code) {
    for (Constructor<?> candidate : SparkUserAppException.class.getConstructors()) {
      Object[] arguments = new Object[candidate.getParameterCount()];
      arguments[0] = code;
      try {
        // Up to 4.0 it takes the code alone, then a cause as well.
        throw SparkErrors.rethrown((Throwable) candidate.newInstance(arguments));
      } catch (ReflectiveOperationException | IllegalArgumentException otherShape) {
        continue;
      }
    }
    throw new IllegalStateException("The program ends with code " + code + ".");
  }
}
