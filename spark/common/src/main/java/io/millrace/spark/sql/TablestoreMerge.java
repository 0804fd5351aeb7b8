package io.millrace.spark.sql;

import io.millrace.spark.options.WriteOptions;
import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.source.TablestoreTable;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.functions;

/**
 * Merges batches into a table of Tablestore, which knows no MERGE: the rows of the table are joined
 * to the batch, and what the clauses make of them is written as puts, updates and deletes.
 */
record TablestoreMerge(
    SparkSession session, TablestoreTable table, MergeChanges changes, Map<String, String> options)
    implements MergeTarget {

  private static final String ROWS = "__millrace_rows__";

  @Override
  public void check(Dataset<Row> source) throws InvalidStatementException {
    changes.check(table.name(), List.of(source.columns()));
    Dataset<Row> none = session.createDataFrame(List.<Row>of(), source.schema());
    try {
      new MergeExpressions(session, changes.merge()).check(none, rows(session));
    } catch (ParseException wrong) {
      throw SparkErrors.rethrown(wrong);
    } catch (Exception wrong) {
      throw SparkErrors.rethrown(
          wrong instanceof AnalysisException named ? SparkErrors.withoutPlan(named) : wrong);
    }
    try {
      StoredValues.check(SparkLine.execution(of(none)).analyzed(), table.name());
    } catch (Exception wrong) {
      throw SparkErrors.rethrown(
          wrong instanceof AnalysisException named ? SparkErrors.withoutPlace(named) : wrong);
    }
  }

  private Dataset<Row> of(Dataset<Row> batch) {
    return changes.of(batch, rows(batch.sparkSession()));
  }

  private Dataset<Row> rows(SparkSession of) {
    return TablestoreStatements.openBatchScan(of, table, Map.of());
  }

  @Override
  public void apply(Dataset<Row> batch) {
    Dataset<Row> rows = of(batch).persist();
    try {
      refuseDoubles(rows);
      Map<String, String> writer = new HashMap<>();
      // A column that an update sets to NULL is gone, as it would be in any table.
      writer.put(WriteOptions.WRITER_NULL_ACTION.name(), "delete");
      options.forEach((key, value) -> writer.put(key.toLowerCase(Locale.ROOT), value));
      TablestoreStatements.append(table, rows, writer);
    } finally {
      rows.unpersist();
    }
  }

  /** Two changes of one row in a batch have no order. */
  private void refuseDoubles(Dataset<Row> rows) {
    Column[] key =
        changes.key().stream()
            .map(name -> rows.col("`" + name.replace("`", "``") + "`"))
            .toArray(Column[]::new);
    List<Row> doubles =
        rows.groupBy(key)
            .agg(functions.count(functions.lit(1)).as(ROWS))
            .where(ROWS + " > 1")
            .limit(1)
            .collectAsList();
    if (!doubles.isEmpty()) {
      refuseNoKey(doubles.get(0));
      throw new InvalidStatementException(
              "A batch holds several rows for the key "
                  + shown(doubles.get(0))
                  + " of "
                  + table.name()
                  + ": let USING have a query that gives one row a key.")
          .unchecked();
    }
  }

  private void refuseNoKey(Row row) {
    for (int at = 0; at < changes.key().size(); at++) {
      if (row.isNullAt(at)) {
        throw new InvalidStatementException(
                "A batch holds rows whose key column "
                    + changes.key().get(at)
                    + " of "
                    + table.name()
                    + " is NULL: leave them out in the query of USING.")
            .unchecked();
      }
    }
  }

  private String shown(Row row) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < changes.key().size(); at++) {
      text.append(at == 0 ? "" : ", ")
          .append(changes.key().get(at))
          .append("=")
          .append(row.get(at));
    }
    return text.toString();
  }
}
