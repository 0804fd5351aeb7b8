package io.millrace.spark.sql;

import io.millrace.spark.catalog.TablestoreCatalog;
import io.millrace.spark.options.TablestoreOptions;
import io.millrace.spark.source.TablestoreTable;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.ResolvedTable;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SetTableProperties;
import org.apache.spark.sql.catalyst.plans.logical.UnsetTableProperties;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Refuses to set an option of a table of ours as one of its properties. Spark would keep it beside
 * the options of CREATE TABLE, where nothing reads it, and Spark 4 would write it into the event
 * log, an access key too.
 */
final class OptionsStay extends AbstractFunction1<LogicalPlan, BoxedUnit> {

  @Override
  public BoxedUnit apply(LogicalPlan plan) {
    if (plan instanceof SetTableProperties set) {
      check(set.table(), PlanTrees.list(set.properties().keys().toSeq()));
    } else if (plan instanceof UnsetTableProperties unset) {
      check(unset.table(), PlanTrees.list(unset.propertyKeys()));
    }
    return BoxedUnit.UNIT;
  }

  private static void check(LogicalPlan altered, List<String> properties) {
    if (!(altered instanceof ResolvedTable table)
        || !(table.table() instanceof TablestoreTable)
        || table.catalog() instanceof TablestoreCatalog) {
      return;
    }
    Optional<String> option =
        properties.stream().filter(name -> TablestoreOptions.find(name).isPresent()).findFirst();
    if (option.isPresent()) {
      throw new InvalidStatementException(
              "Option "
                  + option.get()
                  + " of table "
                  + table.identifier().name()
                  + " cannot be changed by ALTER TABLE: DROP TABLE, which takes nothing away in the"
                  + " instance, and CREATE it with the new option.")
          .unchecked();
    }
  }
}
