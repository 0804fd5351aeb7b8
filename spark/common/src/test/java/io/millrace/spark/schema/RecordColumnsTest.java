package io.millrace.spark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.error.InvalidCatalogException;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class RecordColumnsTest {

  private static void check(String columns) {
    RecordColumns.check("Orders", StructType.fromDDL("id BIGINT, price DOUBLE, " + columns));
  }

  private static void refused(String columns, String sentence) {
    assertThatThrownBy(() -> check(columns))
        .isInstanceOf(InvalidCatalogException.class)
        .hasMessage(sentence);
  }

  @Test
  void acceptsColumnsThatTellOfAChange() {
    check("__ots_record_type__ STRING, __ots_record_timestamp__ BIGINT");
    check("__ots_record_timestamp__ TIMESTAMP, __ots_column_type_price STRING");
    check("__ots_column_type_id STRING");
  }

  @Test
  void addsThoseThatAreMissingInTheOrderOfTheVendor() {
    assertThat(RecordColumns.withRecordColumns(StructType.fromDDL("id BIGINT, price DOUBLE")))
        .isEqualTo(
            StructType.fromDDL(
                "__ots_record_type__ STRING, __ots_record_timestamp__ BIGINT, id BIGINT,"
                    + " __ots_column_type_id STRING, price DOUBLE,"
                    + " __ots_column_type_price STRING"));
    StructType all =
        StructType.fromDDL(
            "__ots_column_type_id STRING, id BIGINT, __ots_record_timestamp__ TIMESTAMP,"
                + " __ots_record_type__ STRING");
    assertThat(RecordColumns.withRecordColumns(all)).isEqualTo(all);
  }

  @Test
  void leavesOtherColumnsAlone() {
    check("__ots BIGINT, __ots_mine BIGINT, record_type BIGINT");
  }

  @Test
  void refusesAMisspeltOne() {
    refused(
        "__ots_recrd_type__ STRING",
        "Column '__ots_recrd_type__' of table Orders is none that tells of a change: did you mean"
            + " '__ots_record_type__'?");
    refused(
        "__ots_column_type_prise STRING",
        "Column '__ots_column_type_prise' of table Orders is none that tells of a change: did you"
            + " mean '__ots_column_type_price'?");
  }

  @Test
  void refusesATypeThatDoesNotHoldIt() {
    refused(
        "__ots_record_type__ BIGINT",
        "Column '__ots_record_type__' of table Orders is bigint, but tells of a change: make it"
            + " string.");
    refused(
        "__ots_record_timestamp__ STRING",
        "Column '__ots_record_timestamp__' of table Orders is string, but tells of a change: make it"
            + " bigint.");
    refused(
        "__ots_column_type_id INT",
        "Column '__ots_column_type_id' of table Orders is int, but tells of a change: make it"
            + " string.");
  }
}
