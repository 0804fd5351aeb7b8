package io.millrace.spark.write;

import io.millrace.spark.error.InvalidQueryException;
import io.millrace.spark.options.NearestName;
import io.millrace.spark.schema.RecordColumns;
import io.millrace.spark.schema.ServiceType;
import io.millrace.spark.schema.TableKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The rules by which the columns of a query fit the table it is written to. */
public final class SinkColumns {

  private SinkColumns() {}

  /**
   * Checks a query whose columns go to the columns of the same names.
   *
   * @param query the query's columns
   * @param table the columns of the table in Spark
   * @param key the key of the table in Tablestore
   */
  public static void check(StructType query, StructType table, TableKey key) {
    checkNames(query, table, key);
    for (StructField field : query.fields()) {
      if (RecordColumns.isRecordColumn(field.name())) {
        checkType(field);
        continue;
      }
      StructField target = table.apply(field.name());
      if (!ServiceType.of(field.dataType()).equals(ServiceType.of(target.dataType()))) {
        throw refuse(
            "Column '"
                + field.name()
                + "' of the query is "
                + field.dataType().simpleString()
                + ", but "
                + target.dataType().simpleString()
                + " in table "
                + key.table()
                + ": CAST it in the query.");
      }
    }
    key.checkTypes(RecordColumns.withoutRecordColumns(query));
  }

  private static void checkType(StructField field) {
    if (!field.name().equals(RecordColumns.RECORD_TIMESTAMP)
        && !field.dataType().equals(DataTypes.StringType)) {
      throw refuse(
          "Column '"
              + field.name()
              + "' of the query is "
              + field.dataType().simpleString()
              + ", but says what a change did: make it a string such as PUT, UPDATE or DELETE.");
    }
  }

  /** Checks the names alone: all known, and every key column among them. */
  public static void checkNames(StructType query, StructType table, TableKey key) {
    List<String> known = Arrays.asList(table.fieldNames());
    List<String> produced = Arrays.asList(query.fieldNames());
    for (String name : produced) {
      if (RecordColumns.isRecordColumn(name)) {
        checkRecordColumn(name, produced, key);
      } else if (!known.contains(name)) {
        throw unknown(name, known, key);
      }
    }
    List<String> missing =
        key.missingFrom(query.fieldNames()).stream()
            .filter(name -> !key.isAutoIncrement(name))
            .toList();
    if (!missing.isEmpty()) {
      throw refuse(
          "The query does not produce the key column"
              + (missing.size() == 1 ? " " : "s ")
              + TableKey.quoted(missing)
              + " of table "
              + key.table()
              + ": select "
              + (missing.size() == 1 ? "it" : "them")
              + ", with AS where the name differs.");
    }
  }

  private static void checkRecordColumn(String name, List<String> produced, TableKey key) {
    if (!produced.contains(RecordColumns.RECORD_TYPE)) {
      throw refuse(
          "Column '"
              + name
              + "' describes a change and is no column of table "
              + key.table()
              + ": leave it out of the query, or select "
              + RecordColumns.RECORD_TYPE
              + " too to repeat the changes.");
    }
    RecordColumns.describedColumn(name)
        .filter(described -> !produced.contains(described))
        .ifPresent(
            described -> {
              throw refuse(
                  "Column '"
                      + name
                      + "' describes column '"
                      + described
                      + "', which the query does not produce: select both or neither.");
            });
  }

  private static RuntimeException unknown(String name, List<String> known, TableKey key) {
    Optional<String> nearest = NearestName.of(name, known);
    return refuse(
        "Column '"
            + name
            + "' of the query is no column of table "
            + key.table()
            + nearest.map(near -> ": did you mean '" + near + "'?").orElse(": leave it out."));
  }

  private static RuntimeException refuse(String sentence) {
    return new InvalidQueryException(sentence).unchecked();
  }
}
