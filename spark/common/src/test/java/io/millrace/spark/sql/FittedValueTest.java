package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.sql.catalyst.expressions.Literal$;
import org.apache.spark.sql.catalyst.expressions.objects.AssertNotNull;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FittedValueTest {

  /** Sinks of streams do not look for it themselves, as Spark does for those of batches. */
  @ParameterizedTest
  @CsvSource({"true, false, true", "false, false, false", "true, true, false"})
  void aNullEndsTheStreamWhereTheColumnTakesNone(
      boolean given, boolean stored, boolean isLookedAt) {
    StructField column = field(stored);
    assertThat(
            new FittedValue(column)
                .of(Literal$.MODULE$.create(1, DataTypes.IntegerType), field(given)))
        .get()
        .matches(value -> value instanceof AssertNotNull == isLookedAt);
  }

  private static StructField field(boolean nullable) {
    return new StructField("id", DataTypes.IntegerType, nullable, Metadata.empty());
  }
}
