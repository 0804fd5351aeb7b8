package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Matches the columns of a query to those of a sink by name, ignoring case.
 *
 * @param sink the table's name, for messages
 */
record SinkColumns(String sink, StructType schema) {

  /** The query's columns in the sink's order and types; NULL for those that the query lacks. */
  Dataset<Row> align(Dataset<Row> query) {
    refuseUnknown(query);
    List<Column> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(column(query, field));
    }
    return query.select(columns.toArray(Column[]::new));
  }

  private void refuseUnknown(Dataset<Row> query) {
    List<String> known = Arrays.asList(schema.fieldNames());
    for (String output : query.columns()) {
      if (known.stream().noneMatch(output::equalsIgnoreCase)) {
        throw new InvalidStatementException(
                "The query's column "
                    + output
                    + " is no column of "
                    + sink
                    + NearestName.of(output, known)
                        .map(near -> ": did you mean " + near + "?")
                        .orElse(
                            ", which has "
                                + String.join(", ", known)
                                + ": drop it or name it with AS."))
            .unchecked();
      }
    }
  }

  private Column column(Dataset<Row> query, StructField field) {
    StructField[] outputs = query.schema().fields();
    int found = -1;
    for (int at = 0; at < outputs.length; at++) {
      if (outputs[at].name().equalsIgnoreCase(field.name())) {
        if (found >= 0) {
          throw new InvalidStatementException(
                  "The query has two columns named "
                      + field.name()
                      + ": give one of them another name with AS.")
              .unchecked();
        }
        found = at;
      }
    }
    if (found < 0) {
      if (!field.nullable()) {
        throw new InvalidStatementException(
                "The query lacks the column "
                    + field.name()
                    + " of "
                    + sink
                    + ", which cannot be NULL.")
            .unchecked();
      }
      return functions.lit(null).cast(field.dataType()).as(field.name());
    }
    StructField output = outputs[found];
    if (!Cast.canANSIStoreAssign(output.dataType(), field.dataType())) {
      throw new InvalidStatementException(
              "The query's column "
                  + output.name()
                  + " is "
                  + output.dataType().simpleString()
                  + " and "
                  + sink
                  + " wants "
                  + field.dataType().simpleString()
                  + ": convert it with CAST.")
          .unchecked();
    }
    Column column = query.col("`" + output.name().replace("`", "``") + "`");
    return output.dataType().sameType(field.dataType())
        ? column.as(field.name())
        : column.cast(field.dataType()).as(field.name());
  }
}
