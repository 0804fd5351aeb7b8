package io.millrace.spark.sql;

import io.millrace.spark.source.TablestoreStatements;
import io.millrace.spark.source.TablestoreTable;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;

/**
 * A table of the data source {@code tablestore}, which checks everything it is asked for against
 * the service.
 */
record TablestoreAccess(SparkSession session, TablestoreTable table) implements TableAccess {

  @Override
  public StructType schema() {
    return table.schema();
  }

  @Override
  public String identity() {
    return table.name();
  }

  @Override
  public Dataset<Row> openStream(Map<String, String> options) {
    return TablestoreStatements.openStreamScan(session, table, options);
  }

  @Override
  public Dataset<Row> openBatch(Map<String, String> options) {
    return TablestoreStatements.openBatchScan(session, table, options);
  }

  @Override
  public void checkWriterOptions(Map<String, String> options) {
    TablestoreStatements.checkSinkOptions(table, options, StreamOptions.NAMES);
  }

  @Override
  public Dataset<Row> align(Dataset<Row> query) {
    return TablestoreStatements.align(table, query);
  }

  @Override
  public MergeTarget merging(Merge merge, Map<String, String> writer) {
    return new TablestoreMerge(
        session,
        table,
        new MergeChanges(merge, table.schema(), TablestoreStatements.key(table).names()),
        writer);
  }

  @Override
  public StreamingQuery start(DataStreamWriter<Row> writer) throws TimeoutException {
    return TablestoreStatements.start(session, table, writer);
  }
}
