package io.millrace.spark.sql;

import java.io.PrintStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.HiveResult;
import scala.collection.Iterator;

/** Runs a statement and prints its rows as spark-sql does: columns parted by tabs, a row a line. */
final class PrintedResult {

  private final SparkSession session;

  PrintedResult(SparkSession session) {
    this.session = session;
  }

  void print(LogicalPlan plan, PrintStream out) {
    print(SparkLine.dataset(session, plan), out);
  }

  static void print(Dataset<Row> rows, PrintStream out) {
    if (rows.isStreaming()) {
      throw ScanPreview.unbounded().unchecked();
    }
    Iterator<String> lines =
        HiveResult.hiveResultString(SparkLine.execution(rows).executedPlan()).iterator();
    while (lines.hasNext()) {
      out.println(lines.next());
    }
    out.flush();
  }
}
