package io.millrace.spark.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CheckOverflowInTableInsert;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * The values that a MERGE gives to columns of a table, in the table's types as an INSERT stores
 * them: what a type has no room for ends the stream, with ANSI mode or without, which the text of a
 * CAST cannot say.
 */
record StoredValues(StructType table) {

  /** Stands in a text for a value of a column, which is known by its number. */
  private static final String CALL = "__millrace_stored__";

  /** The text for a value of the table's nth column. */
  static String call(String value, int column) {
    return CALL + "(" + value + ", " + column + ")";
  }

  /** A plan as it was parsed, with the values in the place of the calls. */
  LogicalPlan in(LogicalPlan plan) {
    return PlanTrees.mapExpressions(PlanTrees.mapChildren(plan, this::in), this::stored);
  }

  private Expression stored(Expression expression) {
    if (!(expression instanceof UnresolvedFunction call) || !call.nameParts().last().equals(CALL)) {
      return expression;
    }
    List<Expression> arguments = PlanTrees.list(call.arguments());
    StructField field = table.fields()[(Integer) ((Literal) arguments.get(1)).value()];
    return cast(arguments.get(0), field.dataType(), field.name());
  }

  /** A value as the type of a column has it. */
  static Expression cast(Expression value, DataType type, String column) {
    return new CheckOverflowInTableInsert(
        new Cast(value, type, Option.empty(), EvalMode.ANSI()), column);
  }

  /**
   * Refuses values that no INSERT would store without a CAST.
   *
   * @param plan the analyzed plan
   * @param name of the table, for the message
   */
  static void check(LogicalPlan plan, String name) {
    PlanTrees.mapExpressions(
        plan,
        each -> {
          if (each instanceof CheckOverflowInTableInsert stored
              && stored.child() instanceof Cast cast
              && !Cast.canANSIStoreAssign(cast.child().dataType(), cast.dataType())) {
            throw new InvalidStatementException(
                    "Column "
                        + stored.columnName()
                        + " of "
                        + name
                        + " is "
                        + cast.dataType().simpleString()
                        + ", and MERGE gives it "
                        + cast.child().dataType().simpleString()
                        + ": convert it with CAST.")
                .unchecked();
          }
          return each;
        });
    PlanTrees.list(plan.children()).forEach(child -> check(child, name));
  }
}
