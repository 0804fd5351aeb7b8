package io.millrace.spark.sql;

import java.util.function.Function;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.expressions.TimeWindow;
import org.apache.spark.sql.types.NumericType;
import scala.Tuple3;
import scala.collection.Seq;
import scala.runtime.AbstractFunction1;

/**
 * The dialect's windows as functions, which give what Spark's own {@code window} gives: a column
 * with the fields {@code start} and {@code end}.
 */
final class WindowFunctions {

  private static final String TUMBLING = "TUMBLING(time, length)";
  private static final String HOPPING = "HOPPING(time, length, slide)";

  private WindowFunctions() {}

  /** Registers {@code TUMBLING} and {@code HOPPING}. */
  static void register(SparkSessionExtensions extensions) {
    inject(
        extensions,
        "tumbling",
        TUMBLING + " - Windows of a fixed length, one after the other.",
        WindowFunctions::tumbling);
    inject(
        extensions,
        "hopping",
        HOPPING + " - Windows of a fixed length, one begun at each slide.",
        WindowFunctions::hopping);
  }

  private static Expression tumbling(Seq<Expression> arguments) {
    if (arguments.size() != 2) {
      throw wrong(TUMBLING, "takes 2 arguments, not " + arguments.size());
    }
    long length = length(TUMBLING, arguments.apply(1));
    return new TimeWindow(time(TUMBLING, arguments.apply(0)), length, length, 0);
  }

  private static Expression hopping(Seq<Expression> arguments) {
    if (arguments.size() != 3) {
      throw wrong(HOPPING, "takes 3 arguments, not " + arguments.size());
    }
    long length = length(HOPPING, arguments.apply(1));
    long slide = length(HOPPING, arguments.apply(2));
    if (slide > length) {
      throw wrong(HOPPING, "takes a slide that is not longer than its length");
    }
    return new TimeWindow(time(HOPPING, arguments.apply(0)), length, slide, 0);
  }

  /** Spark would leave a number for later, and then miss the window's fields. */
  private static Expression time(String function, Expression argument) {
    if (argument.resolved() && argument.dataType() instanceof NumericType) {
      throw wrong(
          function,
          "takes a timestamp, but "
              + (argument instanceof NamedExpression named ? named.name() : argument.sql())
              + " is "
              + argument.dataType().simpleString()
              + ": put it into timestamp_millis(...) if it holds milliseconds");
    }
    return argument;
  }

  private static long length(String function, Expression argument) {
    return Intervals.of(argument)
        .flatMap(Intervals::micros)
        .filter(micros -> micros > 0)
        .orElseThrow(
            () ->
                wrong(
                    function,
                    "takes lengths such as interval 30 seconds or '30 seconds', not "
                        + argument.sql()));
  }

  static RuntimeException wrong(String function, String why) {
    throw new InvalidStatementException(function + " " + why + ".").unchecked();
  }

  /**
   * The raw types stand for the two kinds of Seq that Scala 2.12 and 2.13 name in Spark's
   * signature.
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static void inject(
      SparkSessionExtensions extensions,
      String name,
      String usage,
      Function<Seq<Expression>, Expression> builder) {
    ExpressionInfo info = new ExpressionInfo(TimeWindow.class.getName(), null, name, usage, "");
    AbstractFunction1 function =
        new AbstractFunction1<Seq<Expression>, Expression>() {
          @Override
          public Expression apply(Seq<Expression> arguments) {
            return builder.apply(arguments);
          }
        };
    extensions.injectFunction(new Tuple3(new FunctionIdentifier(name), info, function));
  }
}
