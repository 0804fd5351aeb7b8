package io.millrace.spark.sql;

import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.source.TablestoreTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.StructField;

/**
 * An INSERT that names some columns of a table of ours, or gives them BY NAME: the others are NULL.
 * Spark 4 sees to that itself, 3.5 only for tables of its own. A key column that is left out is
 * refused here, before a task finds it NULL.
 */
final class OmittedColumns extends Rule<LogicalPlan> {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan instanceof InsertIntoStatement insert
            && insert.query().resolved()
            && insert.table() instanceof DataSourceV2Relation relation
            && relation.table() instanceof TablestoreTable table
        ? completed(insert, table)
        : plan;
  }

  private static LogicalPlan completed(InsertIntoStatement insert, TablestoreTable table) {
    List<Attribute> values = PlanTrees.list(insert.query().output());
    List<String> named = PlanTrees.list(insert.userSpecifiedCols());
    if (insert.byName()) {
      named = values.stream().map(Attribute::name).toList();
    }
    StructField[] columns = table.schema().fields();
    if (named.isEmpty() || named.size() != values.size()) {
      return insert;
    }
    List<NamedExpression> row = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (StructField column : columns) {
      Optional<Integer> place = place(column.name(), named);
      place.ifPresent(at -> given.add(column.name()));
      row.add(
          PlanTrees.named(
              place.isPresent() ? values.get(place.get()) : Literal.create(null, column.dataType()),
              column.name()));
    }
    if (given.size() != named.size() || given.size() == columns.length) {
      return insert; // All are there, or Spark knows better what is wrong.
    }
    TablestoreStatements.checkInserted(table, given);
    return SparkLine.byName(insert, new Project(PlanTrees.seq(row), insert.query()));
  }

  private static Optional<Integer> place(String column, List<String> named) {
    boolean caseMatters = SQLConf.get().caseSensitiveAnalysis();
    for (int at = 0; at < named.size(); at++) {
      String name = named.get(at);
      if (caseMatters ? name.equals(column) : name.equalsIgnoreCase(column)) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }
}
