package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.UnresolvedAttribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.parser.ParserInterface;
import org.apache.spark.sql.execution.SparkSqlParser;

/**
 * Columns of the rows that a MERGE brings in, which an INSERT may name without their alias though
 * the table has columns of the same names: it sees no row of the table. Names in the body of a
 * lambda and in a subquery stay as they are.
 *
 * @param alias what the clauses call the rows
 * @param columns of them
 */
record SourceNames(String alias, List<String> columns) {

  /** An expression with the alias before each column that has none. */
  String in(String expression) {
    List<Integer> places = new ArrayList<>();
    try {
      ParserInterface parser = new SparkSqlParser();
      collect(parser.parseExpression(expression), places);
    } catch (ParseException wrong) {
      return expression; // Whoever runs it says what is wrong.
    }
    places.sort(Comparator.reverseOrder());
    StringBuilder named = new StringBuilder(expression);
    for (int place : places) {
      named.insert(expression.offsetByCodePoints(0, place), "`" + alias.replace("`", "``") + "`.");
    }
    return named.toString();
  }

  private void collect(Expression expression, List<Integer> places) {
    if (expression instanceof UnresolvedAttribute attribute
        && isBare(PlanTrees.list(attribute.nameParts()))
        && attribute.origin().startIndex().isDefined()) {
      places.add((Integer) attribute.origin().startIndex().get());
    }
    PlanTrees.list(expression.children()).forEach(child -> collect(child, places));
  }

  private boolean isBare(List<String> parts) {
    boolean aliased = parts.size() > 1 && parts.get(0).equalsIgnoreCase(alias);
    return !aliased && columns.stream().anyMatch(parts.get(0)::equalsIgnoreCase);
  }
}
