package io.millrace.spark.sql;

import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.source.TablestoreTable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.plans.logical.InsertIntoStatement;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.internal.SQLConf;
import scala.Product;

/**
 * An INSERT that names some columns of a table of ours, or gives them BY NAME, writes those alone.
 * Spark 4 would make NULLs of the others, which may remove what is stored, and 3.5 refuses it. A
 * key column that is left out is refused here, before a task misses it.
 */
final class OmittedColumns extends Rule<LogicalPlan> {

  // Places of the parts of a relation and a statement. Later lines add parts behind them.
  private static final int TABLE = 0;
  private static final int OUTPUT = 1;
  private static final int COLUMNS = 2;
  private static final int BY_NAME = 6;

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    return plan instanceof InsertIntoStatement insert
            && insert.query().resolved()
            && insert.table() instanceof DataSourceV2Relation relation
            && relation.table() instanceof TablestoreTable table
        ? completed(insert, relation, table)
        : plan;
  }

  private static LogicalPlan completed(
      InsertIntoStatement insert, DataSourceV2Relation relation, TablestoreTable table) {
    List<Attribute> values = PlanTrees.list(insert.query().output());
    List<String> named =
        insert.byName()
            ? values.stream().map(Attribute::name).toList()
            : PlanTrees.list(insert.userSpecifiedCols());
    List<String> columns = Arrays.asList(table.schema().fieldNames());
    List<String> given =
        named.stream().map(name -> column(columns, name)).flatMap(Optional::stream).toList();
    if (named.isEmpty()
        || given.size() != values.size()
        || given.size() != named.size()
        || given.size() == columns.size()
        || new HashSet<>(given).size() != given.size()) {
      return insert; // All are there, or Spark knows better what is wrong.
    }
    TablestoreStatements.checkInserted(table, given);
    Object[] target = parts(relation);
    target[TABLE] = table.withColumns(given);
    target[OUTPUT] =
        PlanTrees.seq(
            PlanTrees.list(relation.output()).stream()
                .filter(column -> given.contains(column.name()))
                .sorted(Comparator.comparingInt(column -> given.indexOf(column.name())))
                .toList());
    Object[] statement = parts(insert);
    statement[TABLE] = relation.makeCopy(target);
    statement[COLUMNS] = PlanTrees.seq(List.of());
    statement[BY_NAME] = false;
    return insert.makeCopy(statement);
  }

  private static Object[] parts(Product node) {
    Object[] parts = new Object[node.productArity()];
    for (int at = 0; at < parts.length; at++) {
      parts[at] = node.productElement(at);
    }
    return parts;
  }

  private static Optional<String> column(List<String> columns, String name) {
    boolean caseMatters = SQLConf.get().caseSensitiveAnalysis();
    return columns.stream()
        .filter(column -> caseMatters ? column.equals(name) : column.equalsIgnoreCase(name))
        .findFirst();
  }
}
