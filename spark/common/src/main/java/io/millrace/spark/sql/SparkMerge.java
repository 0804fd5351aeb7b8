package io.millrace.spark.sql;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Merges batches into a table whose source knows MERGE itself, such as Delta's and Iceberg's. */
record SparkMerge(Merge merge) implements MergeTarget {

  private static final String SOURCE_VIEW = "__millrace_merge_source__";

  /** Spark checks the clauses at the first batch: only then is there a batch to plan with. */
  @Override
  public void check(Dataset<Row> source) throws InvalidStatementException {
    if (merge.condition().isEmpty()) {
      throw new InvalidStatementException(
          "MERGE INTO "
              + merge.target()
              + " needs ON and a condition after its source: only a table of Tablestore has a key to find rows by.");
    }
  }

  @Override
  public void apply(Dataset<Row> batch) {
    batch.createOrReplaceTempView(SOURCE_VIEW);
    batch.sparkSession().sql(sql());
  }

  String sql() {
    return "MERGE INTO "
        + merge.target().sql()
        + " AS "
        + new QualifiedName(List.of(merge.targetAlias())).sql()
        + " USING "
        + SOURCE_VIEW
        + " AS "
        + new QualifiedName(List.of(merge.sourceAlias())).sql()
        + " ON "
        + merge.condition().orElseThrow()
        + " "
        + merge.clausesText();
  }
}
