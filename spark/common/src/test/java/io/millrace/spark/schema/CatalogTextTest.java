package io.millrace.spark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.error.InvalidCatalogException;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTextTest {

  @Test
  void keepsTheOrderAndIgnoresWhatIsNotAType() {
    StructType schema =
        CatalogText.parse(
            "{\"version\": [1, {\"a\": 2}], \"columns\": {\"UserId\": {\"col\": \"x\", \"type\":"
                + " \"string\"}, \"n\": {\"type\": \" LONG \"}, \"price\": {\"type\":"
                + " \"double\"}}}");

    assertThat(schema)
        .isEqualTo(
            new StructType()
                .add("UserId", DataTypes.StringType)
                .add("n", DataTypes.LongType)
                .add("price", DataTypes.DoubleType));
  }

  @ParameterizedTest
  @CsvSource({
    "tinyint, tinyint",
    "short, smallint",
    "int, int",
    "integer, int",
    "bigint, bigint",
    "float, float",
    "binary, binary",
    "boolean, boolean"
  })
  void knowsTheTypes(String written, String type) {
    StructType schema = CatalogText.parse(oneColumn(written));
    assertThat(schema.fields()[0].dataType().simpleString()).isEqualTo(type);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{",
        "{\"columns\": {\"a\": {\"type\": \"string\"}}",
        "{columns: 1}",
        "{'a'"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> CatalogText.parse(text))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessageStartingWith("Option catalog is not")
        .hasMessageContaining("write it like {\"columns\"")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "1",
        "{}",
        "{\"columns\": []}",
        "{\"columns\": {}}",
        "{\"columns\": {\"a\": {\"type\": \"int\"}}} {}"
      })
  void refusesAnotherShape(String text) {
    assertThatThrownBy(() -> CatalogText.parse(text))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessageContaining("write it like {\"columns\"");
  }

  @Test
  void refusesAColumnNamedTwice() {
    assertThatThrownBy(
            () ->
                CatalogText.parse(
                    "{\"columns\": {\"a\": {\"type\": \"int\"}, \"a\": {\"type\": \"int\"}}}"))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessage("Option catalog names column 'a' twice: keep one of them.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "decimal(39,2)", "decimal(5,6)", "strin", "array<int>", ""})
  void refusesAnUnknownType(String type) {
    assertThatThrownBy(() -> CatalogText.parse(oneColumn(type)))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessageStartingWith("Option catalog gives column 'c' the type '" + type + "'")
        .hasMessageContaining("bigint");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "\"string\"", "{\"type\": 1}", "{\"typ\": \"string\"}"})
  void refusesAColumnWithoutAType(String definition) {
    assertThatThrownBy(() -> CatalogText.parse("{\"columns\": {\"c\": " + definition + "}}"))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessageStartingWith("Option catalog gives column 'c' no type");
  }

  private static String oneColumn(String type) {
    return "{\"columns\": {\"c\": {\"type\": \"" + type + "\"}}}";
  }
}
