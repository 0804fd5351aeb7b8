package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.Project;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Matches the columns of a query to those of a sink by name, ignoring case.
 *
 * @param sink the table's name, for messages
 */
record SinkColumns(String sink, StructType schema) {

  /**
   * The query's columns in the sink's order and types; for those that the query lacks their DEFAULT
   * or NULL. A value that the sink's type has no room for ends the stream, as it ends an INSERT of
   * Spark's in either of its modes.
   */
  Dataset<Row> align(Dataset<Row> query) {
    refuseUnknown(query);
    LogicalPlan plan = SparkLine.execution(query).analyzed();
    List<Attribute> outputs = PlanTrees.list(plan.output());
    List<NamedExpression> columns = new ArrayList<>();
    for (StructField field : schema.fields()) {
      columns.add(PlanTrees.named(column(query, outputs, field), field.name()));
    }
    return SparkLine.dataset(query.sparkSession(), new Project(PlanTrees.seq(columns), plan));
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

  private Expression column(Dataset<Row> query, List<Attribute> columns, StructField field) {
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
      return missing(query, field);
    }
    StructField output = outputs[found];
    FittedValue fitted = new FittedValue(field);
    return fitted
        .of(columns.get(found), output)
        .orElseThrow(
            () ->
                new InvalidStatementException(
                        "The query's column "
                            + output.name()
                            + " is "
                            + output.dataType().simpleString()
                            + " and "
                            + sink
                            + " wants "
                            + field.dataType().simpleString()
                            + ": "
                            + fitted.remedy(output)
                            + ".")
                    .unchecked());
  }

  private Expression missing(Dataset<Row> query, StructField field) {
    Option<String> otherwise = field.getCurrentDefaultValue();
    if (otherwise.isDefined()) {
      return StoredValues.cast(parsed(query, otherwise.get()), field.dataType(), field.name());
    }
    if (!field.nullable()) {
      throw new InvalidStatementException(
              "The query lacks the column "
                  + field.name()
                  + " of "
                  + sink
                  + ", which cannot be NULL.")
          .unchecked();
    }
    return Literal$.MODULE$.create(null, field.dataType());
  }

  private static Expression parsed(Dataset<Row> query, String expression) {
    try {
      return query.sparkSession().sessionState().sqlParser().parseExpression(expression);
    } catch (Exception unreadable) {
      throw SparkErrors.rethrown(unreadable);
    }
  }
}
