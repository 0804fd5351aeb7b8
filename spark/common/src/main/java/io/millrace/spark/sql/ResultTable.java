package io.millrace.spark.sql;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.execution.datasources.v2.DataSourceV2Relation;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import scala.Function1;
import scala.Option;

/** The rows that a statement answers with. They are made when they are asked for, on the driver. */
final class ResultTable implements SupportsRead {

  /** Makes the rows; throws what Spark shows to the user. */
  interface Rows {
    List<Row> make() throws Exception;
  }

  private final String name;
  private final StructType schema;
  private final Rows rows;

  private ResultTable(String name, StructType schema, Rows rows) {
    this.name = name;
    this.schema = schema;
    this.rows = rows;
  }

  /** A plan that gives the rows. */
  static LogicalPlan plan(String name, StructType schema, Rows rows) {
    return DataSourceV2Relation.create(
        new ResultTable(name, schema, rows), Option.empty(), Option.empty());
  }

  /** A plan that gives rows of texts. */
  static LogicalPlan texts(String name, List<String> columns, Rows rows) {
    StructType schema = new StructType();
    for (String column : columns) {
      schema = schema.add(column, "string");
    }
    return plan(name, schema, rows);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  @SuppressWarnings("deprecation") // The line for Spark 3.5 has no other way to give the columns.
  public StructType schema() {
    return schema;
  }

  @Override
  public Set<TableCapability> capabilities() {
    return EnumSet.of(TableCapability.BATCH_READ);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
    return () ->
        new LocalScan() {
          @Override
          public StructType readSchema() {
            return schema;
          }

          @Override
          public InternalRow[] rows() {
            return internalRows();
          }
        };
  }

  private InternalRow[] internalRows() {
    Function1<Object, Object> converter = CatalystTypeConverters.createToCatalystConverter(schema);
    try {
      return rows.make().stream()
          .map(row -> (InternalRow) converter.apply(row))
          .toArray(InternalRow[]::new);
    } catch (Exception failed) {
      throw SparkErrors.rethrown(failed);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
