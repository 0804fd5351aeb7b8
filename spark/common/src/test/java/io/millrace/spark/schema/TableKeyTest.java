package io.millrace.spark.schema;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.error.InvalidCatalogException;
import java.util.List;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class TableKeyTest {

  private static final TableKey KEY =
      new TableKey(
          "T",
          List.of(
              new TableKey.Column("a", ServiceType.STRING, false),
              new TableKey.Column("b", ServiceType.INTEGER, false)));

  @Test
  void takesASchemaWithTheWholeKey() {
    StructType schema =
        new StructType()
            .add("x", DataTypes.DoubleType)
            .add("b", DataTypes.IntegerType)
            .add("a", DataTypes.StringType);
    assertThatCode(() -> KEY.check(schema)).doesNotThrowAnyException();
  }

  @Test
  void namesTheKeyColumnsThatAreMissing() {
    assertThatThrownBy(() -> KEY.check(new StructType().add("a", DataTypes.StringType)))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessage("The columns given for table T lack its key column 'b': add it to catalog.");
    assertThatThrownBy(() -> KEY.check(new StructType().add("A", DataTypes.StringType)))
        .hasMessage(
            "The columns given for table T lack its key columns 'a', 'b': add them to catalog.");
  }

  @Test
  void refusesAKeyColumnOfAnotherType() {
    StructType schema =
        new StructType().add("a", DataTypes.StringType).add("b", DataTypes.StringType);
    assertThatThrownBy(() -> KEY.check(schema))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessage(
            "Key column 'b' of table T is INTEGER in Tablestore but string in the columns given:"
                + " make it long.");
  }

  @Test
  void refusesATypeThatNoCellHolds() {
    StructType schema = new StructType().add("a", DataTypes.createArrayType(DataTypes.DateType));
    assertThatThrownBy(() -> KEY.check(schema))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessageStartingWith("Column 'a' of table T has the type array<date>");
  }
}
