package io.millrace.spark.sql;

import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.Or;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/** The dialect's function over the columns of a change. */
final class ChangeFunctions {

  private static final String VALUE = "ots_col_parser(column, __ots_column_type_column)";
  private static final String PUT = "PUT";

  private ChangeFunctions() {}

  /** Registers {@code ots_col_parser}. */
  static void register(SparkSessionExtensions extensions) {
    WindowFunctions.inject(
        extensions,
        "ots_col_parser",
        VALUE + " - The value of a column after a change; NULL where the change deletes it.",
        ChangeFunctions::value);
  }

  /** A column that the change says nothing of, such as one of the key, keeps its value. */
  private static Expression value(Seq<Expression> arguments) {
    if (arguments.size() != 2) {
      throw WindowFunctions.wrong(VALUE, "takes 2 arguments, not " + arguments.size());
    }
    Expression type = arguments.apply(1);
    Expression kept =
        new Or(new IsNull(type), new EqualTo(type, Literal.create(PUT, DataTypes.StringType)));
    return new If(kept, arguments.apply(0), Literal.create(null, DataTypes.NullType));
  }
}
