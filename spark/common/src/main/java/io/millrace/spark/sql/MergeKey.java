package io.millrace.spark.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.And;
import org.apache.spark.sql.catalyst.expressions.EqualTo;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.execution.SparkSqlParser;

/**
 * What the condition of a MERGE says of the key of a matched row. Statements of the dialect set the
 * key to the value that it was found by, which changes nothing.
 *
 * @param condition when a row of the table is matched
 * @param alias what the condition calls the table
 */
record MergeKey(String condition, String alias) {

  /** Whether a column of a matched row has this value already. */
  boolean has(String column, String value) {
    try {
      ParserInterface parser = new SparkSqlParser();
      return says(parser.parseExpression(condition), column, parser.parseExpression(value));
    } catch (ParseException wrong) {
      return false;
    }
  }

  private boolean says(Expression part, String column, Expression value) {
    if (part instanceof And both) {
      return says(both.left(), column, value) || says(both.right(), column, value);
    }
    return part instanceof EqualTo equal
        && ((isColumn(equal.left(), column) && isSame(equal.right(), value))
            || (isColumn(equal.right(), column) && isSame(equal.left(), value)));
  }

  private boolean isColumn(Expression expression, String column) {
    if (!(expression instanceof UnresolvedAttribute attribute)) {
      return false;
    }
    List<String> parts = PlanTrees.list(attribute.nameParts());
    boolean ofTable = parts.size() == 1 || parts.get(parts.size() - 2).equalsIgnoreCase(alias);
    return ofTable && parts.get(parts.size() - 1).equalsIgnoreCase(column);
  }

  private static boolean isSame(Expression one, Expression other) {
    return one.sql().equalsIgnoreCase(other.sql());
  }
}
