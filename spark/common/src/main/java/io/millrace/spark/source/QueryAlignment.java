package io.millrace.spark.source;

import io.millrace.spark.error.InvalidQueryException;
import io.millrace.spark.schema.TableKey;
import io.millrace.spark.write.SinkColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Cast$;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Brings the columns of a query into the form of the table it is written to. Spark does that for an
 * INSERT of a batch query and not for a stream.
 */
final class QueryAlignment {

  private static final List<DataType> INTEGERS =
      List.of(DataTypes.ByteType, DataTypes.ShortType, DataTypes.IntegerType, DataTypes.LongType);

  private static final Set<DataType> FRACTIONS = Set.of(DataTypes.FloatType, DataTypes.DoubleType);

  private QueryAlignment() {}

  static Dataset<Row> align(Dataset<Row> query, StructType table, TableKey key) {
    boolean caseSensitive = query.sparkSession().sessionState().conf().caseSensitiveAnalysis();
    List<Column> columns = new ArrayList<>();
    StructType matched = new StructType();
    for (StructField field : query.schema().fields()) {
      StructField target = match(field, table, caseSensitive);
      if (Arrays.asList(matched.fieldNames()).contains(target.name())) {
        throw refuse("The query produces column '" + target.name() + "' twice: keep one of them.");
      }
      matched = matched.add(target);
      columns.add(cast(query, field, target, key).as(target.name()));
    }
    SinkColumns.checkNames(matched, table, key);
    return query.select(columns.toArray(new Column[0]));
  }

  /** The column of the table that a column of the query goes to; itself when there is none. */
  private static StructField match(StructField field, StructType table, boolean caseSensitive) {
    return Arrays.stream(table.fields())
        .filter(
            target ->
                caseSensitive
                    ? target.name().equals(field.name())
                    : target.name().equalsIgnoreCase(field.name()))
        .findFirst()
        .orElse(field);
  }

  private static Column cast(
      Dataset<Row> query, StructField field, StructField target, TableKey key) {
    Column column = query.col("`" + field.name().replace("`", "``") + "`");
    DataType from = field.dataType();
    DataType to = target.dataType();
    if (from.equals(to)) {
      return column;
    }
    if (Cast$.MODULE$.canUpCast(from, to) || isFractionOf(from, to)) {
      return column.cast(to);
    }
    if (INTEGERS.contains(from) && INTEGERS.contains(to)) {
      return narrowed(column, from, target);
    }
    throw refuse(
        "Column '"
            + field.name()
            + "' of the query is "
            + from.simpleString()
            + ", but "
            + to.simpleString()
            + " in table "
            + key.table()
            + ": CAST it in the query.");
  }

  private static boolean isFractionOf(DataType from, DataType to) {
    boolean number = from.typeName().startsWith("decimal") || FRACTIONS.contains(from);
    return number && FRACTIONS.contains(to);
  }

  /** A smaller integer; a value that does not fit fails the query instead of becoming another. */
  private static Column narrowed(Column column, DataType from, StructField target) {
    Column small = column.cast(target.dataType());
    Column error =
        functions
            .raise_error(
                functions.concat(
                    functions.lit("Column '" + target.name() + "' cannot hold "),
                    column.cast(DataTypes.StringType)))
            .cast(target.dataType());
    return functions
        .when(column.isNull().or(small.cast(from).equalTo(column)), small)
        .otherwise(error);
  }

  private static RuntimeException refuse(String sentence) {
    return new InvalidQueryException(sentence).unchecked();
  }
}
