package io.millrace.spark.catalog;

import io.millrace.spark.source.TablestoreTable;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/** A table that was made to hold the rows of a query, and goes again when they do not come. */
final class TableOfQuery implements StagedTable, SupportsWrite {

  private final TablestoreTable table;
  private final Runnable drop;

  TableOfQuery(TablestoreTable table, Runnable drop) {
    this.table = table;
    this.drop = drop;
  }

  @Override
  public void commitStagedChanges() {
    // The table and its rows are there.
  }

  @Override
  public void abortStagedChanges() {
    drop.run();
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    return new IntoNothing(table.newWriteBuilder(info));
  }

  /** Spark 4 overwrites what it may replace; there are no rows to be deleted yet. */
  private record IntoNothing(WriteBuilder rows) implements SupportsTruncate {

    @Override
    public WriteBuilder truncate() {
      return this;
    }

    @Override
    public Write build() {
      return rows.build();
    }
  }

  @Override
  public String name() {
    return table.name();
  }

  @Override
  @SuppressWarnings("deprecation") // The line for Spark 3.5 has no other way to give the columns.
  public StructType schema() {
    return table.schema();
  }

  @Override
  public Map<String, String> properties() {
    return table.properties();
  }

  @Override
  public Set<TableCapability> capabilities() {
    return table.capabilities();
  }
}
