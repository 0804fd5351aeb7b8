package io.millrace.spark.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.AttributeReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.CreateNamedStruct;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.GetStructField;
import org.apache.spark.sql.catalyst.expressions.If;
import org.apache.spark.sql.catalyst.expressions.IsNull;
import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.NamedExpression$;
import org.apache.spark.sql.catalyst.expressions.objects.AssertNotNull;
import org.apache.spark.sql.catalyst.util.CharVarcharUtils$;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * A value of a query as a column of a sink stores it. The fields of a struct find their places by
 * their names, as columns do: Spark's CAST takes them in their order, and would exchange two of one
 * type without a word.
 *
 * @param column of the sink
 */
record FittedValue(StructField column) {

  /** The value in the column's type; empty if none can be made of it. */
  Optional<Expression> of(Expression value, StructField given) {
    return fitted(value, given.dataType(), column.dataType())
        .map(this::shortEnough)
        .map(
            stored ->
                given.nullable() && !column.nullable()
                    ? new AssertNotNull(stored, PlanTrees.seq(List.of(column.name())))
                    : stored);
  }

  /** What to do about a value that does not fit. */
  String remedy(StructField given) {
    return holdsStruct(given.dataType()) && holdsStruct(column.dataType())
        ? "give its fields these names and types"
        : "convert it with CAST";
  }

  private Optional<Expression> fitted(Expression value, DataType given, DataType wanted) {
    if (given.sameType(wanted)) {
      return Optional.of(value);
    }
    if (given instanceof StructType from
        && wanted instanceof StructType to
        && shareNames(from, to)) {
      return byName(value, from, to);
    }
    return Cast.canANSIStoreAssign(given, wanted) && !isMisnamed(given, wanted)
        ? Optional.of(StoredValues.cast(value, wanted, column.name()))
        : Optional.empty();
  }

  private Optional<Expression> byName(Expression struct, StructType given, StructType wanted) {
    List<Expression> parts = new ArrayList<>();
    for (StructField field : wanted.fields()) {
      int at = find(given, field.name());
      Optional<Expression> part =
          at < 0
              ? Optional.empty()
              : fitted(
                  new GetStructField(struct, at, Option.empty()),
                  given.fields()[at].dataType(),
                  field.dataType());
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(Literal$.MODULE$.create(field.name(), DataTypes.StringType));
      parts.add(part.get());
    }
    return given.length() == wanted.length()
        ? Optional.of(
            new If(
                new IsNull(struct),
                Literal$.MODULE$.create(null, wanted),
                new CreateNamedStruct(PlanTrees.seq(parts))))
        : Optional.empty();
  }

  /** Whether structs that CAST would take in the order of their fields have them in another. */
  private static boolean isMisnamed(DataType given, DataType wanted) {
    if (given instanceof ArrayType from && wanted instanceof ArrayType to) {
      return isMisnamed(from.elementType(), to.elementType());
    }
    if (given instanceof MapType from && wanted instanceof MapType to) {
      return isMisnamed(from.keyType(), to.keyType())
          || isMisnamed(from.valueType(), to.valueType());
    }
    if (!(given instanceof StructType from) || !(wanted instanceof StructType to)) {
      return false;
    }
    boolean byName = shareNames(from, to);
    for (int at = 0; at < to.length(); at++) {
      if ((byName && find(from, to.fields()[at].name()) != at)
          || isMisnamed(from.fields()[at].dataType(), to.fields()[at].dataType())) {
        return true;
      }
    }
    return false;
  }

  private static boolean holdsStruct(DataType type) {
    if (type instanceof ArrayType array) {
      return holdsStruct(array.elementType());
    }
    if (type instanceof MapType map) {
      return holdsStruct(map.keyType()) || holdsStruct(map.valueType());
    }
    return type instanceof StructType;
  }

  private static boolean shareNames(StructType given, StructType wanted) {
    return Arrays.stream(wanted.fieldNames()).anyMatch(name -> find(given, name) >= 0);
  }

  private static int find(StructType struct, String name) {
    for (int at = 0; at < struct.length(); at++) {
      if (struct.fields()[at].name().equalsIgnoreCase(name)) {
        return at;
      }
    }
    return -1;
  }

  /** CHAR and VARCHAR are strings to Spark, whose length it looks at when it writes a batch. */
  private Expression shortEnough(Expression value) {
    if (SQLConf.get().charVarcharAsString()) {
      return value;
    }
    return CharVarcharUtils$.MODULE$.stringLengthCheck(
        value,
        new AttributeReference(
            column.name(),
            column.dataType(),
            column.nullable(),
            column.metadata(),
            NamedExpression$.MODULE$.newExprId(),
            PlanTrees.seq(List.of())));
  }
}
