package io.millrace.spark.sql;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A {@code MERGE INTO} in the words of its statement: expressions stay text for Spark's parser.
 *
 * @param targetAlias what the clauses call the table
 * @param sourceAlias what the clauses call the rows that come in
 * @param condition when a row of the table is matched; without one, when it has the same key
 * @param clausesText all clauses as they were written
 * @param sourceEnd where the source with its alias ends in the statement
 * @param statement the text of the whole statement
 * @param expressions where in it the conditions and values are
 */
record Merge(
    QualifiedName target,
    String targetAlias,
    String sourceAlias,
    Optional<String> condition,
    List<Clause> clauses,
    String clausesText,
    int sourceEnd,
    String statement,
    List<Place> expressions) {

  /**
   * From one offset in the statement to another.
   *
   * @param ofSource whether it is of a clause that inserts, which sees no row of the table
   */
  record Place(int start, int end, boolean ofSource) {
    Place withoutTarget() {
      return new Place(start, end, /* ofSource= */ true);
    }
  }

  /** What a clause does. */
  enum Action {
    UPDATE,
    DELETE,
    INSERT
  }

  /**
   * A WHEN clause; those that insert are for rows that are not matched, the others for matched
   * ones.
   *
   * @param condition after AND
   * @param columns that are set; empty with {@code *}, which means all, and with DELETE
   * @param values of the columns, in their order
   */
  record Clause(
      Action action, Optional<String> condition, List<String> columns, List<String> values) {

    private Clause rewritten(UnaryOperator<String> expression) {
      return new Clause(
          action, condition.map(expression), columns, values.stream().map(expression).toList());
    }
  }

  /** The same with other text for the expressions of the clauses that insert. */
  Merge withInserted(UnaryOperator<String> expression) {
    return new Merge(
        target,
        targetAlias,
        sourceAlias,
        condition,
        clauses.stream()
            .map(clause -> clause.action() == Action.INSERT ? clause.rewritten(expression) : clause)
            .toList(),
        clausesText,
        sourceEnd,
        statement,
        expressions);
  }

  /** The statement in a form that Spark's parser knows; what it holds is read from it. */
  String sparks(String sql) {
    return condition.isPresent()
        ? sql
        : sql.substring(0, sourceEnd) + " ON TRUE WHEN MATCHED THEN DELETE";
  }
}
