package io.millrace.spark.sql;

import io.millrace.spark.catalog.TablestoreCatalog;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.schema.TableKey;
import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.source.TablestoreTable;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.plans.logical.AlterTableCommand;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.rules.Rule;
import org.apache.spark.sql.connector.catalog.CatalogV2Util;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Refuses to take a column of the key out of a table of ours, or to give columns types that cells
 * cannot hold: Spark's session catalog would do it, and the next reader find the table broken. No
 * check rule, because Spark puts the plan behind the sentences of those.
 */
final class KeyStays extends Rule<LogicalPlan> {

  @Override
  public LogicalPlan apply(LogicalPlan plan) {
    if (plan instanceof AlterTableCommand alter
        && plan.resolved()
        && alter.table() instanceof ResolvedTable table
        && table.table() instanceof TablestoreTable ours
        && !(table.catalog() instanceof TablestoreCatalog)) {
      List<TableChange> changes = PlanTrees.list(alter.changes());
      if (changes.stream().anyMatch(TableChange.ColumnChange.class::isInstance)) {
        check(ours, table.identifier().name(), changes);
      }
    }
    return plan;
  }

  private static void check(TablestoreTable table, String name, List<TableChange> changes) {
    StructType columns =
        RecordColumns.withoutRecordColumns(
            CatalogV2Util.applySchemaChanges(
                table.schema(), PlanTrees.seq(changes), Option.empty(), "ALTER TABLE"));
    TableKey key = TablestoreStatements.key(table);
    List<String> missing = key.missingFrom(columns.fieldNames());
    if (!missing.isEmpty()) {
      throw new InvalidStatementException(
              "Column "
                  + missing.get(0)
                  + " of table "
                  + name
                  + " is of the key of "
                  + table.name()
                  + ", without which no row can be read or written: leave it as it is.")
          .unchecked();
    }
    key.checkTypes(columns);
  }
}
