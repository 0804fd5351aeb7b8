package io.millrace.spark.sql;

import io.millrace.spark.error.MillraceException;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Registers a scan: a temporary view of the session that reads its table with the scan's options.
 */
record CreateScanCommand(
    SparkSession session, SessionScans scans, Statement.CreateScan scan, String sql)
    implements Runnable {

  @Override
  public void run() {
    try {
      create();
    } catch (MillraceException refused) {
      throw refused.unchecked();
    }
  }

  private void create() throws MillraceException {
    boolean taken = scans.isTaken(scan.name());
    if (taken && scan.ifNotExists()) {
      return;
    }
    if (taken && !scan.orReplace()) {
      throw new InvalidStatementException(
          "There is already a scan or temporary view named "
              + scan.name()
              + ": use CREATE OR REPLACE SCAN, or drop it first.");
    }
    refuseSecrets(scan.options());
    TableAccess table =
        TableAccess.of(session, scan.table(), "CREATE SCAN needs the table that it reads");
    Dataset<Row> rows =
        switch (scan.mode()) {
          case STREAM -> table.openStream(scan.options());
          case BATCH -> table.openBatch(scan.options());
        };
    rows.createOrReplaceTempView("`" + scan.name().replace("`", "``") + "`");
    scans.add(scan, sql);
  }

  private void refuseSecrets(Map<String, String> options) throws InvalidStatementException {
    for (Map.Entry<String, String> option : options.entrySet()) {
      String key = option.getKey();
      if (Secrets.isSecret(key, option.getValue())) {
        throw new InvalidStatementException(
            "The option "
                + key
                + " would put a secret into every plan that reads "
                + scan.name()
                + ": give it to CREATE TABLE instead.");
      }
    }
  }
}
