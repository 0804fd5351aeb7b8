package io.millrace.spark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.ActionType;
import io.millrace.spark.ToldInLog;
import io.millrace.spark.error.UnreadableCellException;
import io.millrace.spark.options.MismatchAction;
import java.util.List;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of values that are none of their columns' types. */
class MismatchesTest {

  private static UnsafeRow decodeOne(DataType type, Value value, MismatchAction action) {
    ByteString document =
        new RowCodec()
            .encodeRow(
                Row.of(
                    PrimaryKey.of(new PrimaryKeyColumn("id", Value.of(1))),
                    Cell.put("c", value, 1)));
    RowDecoder decoder =
        new RowDecoder(
            "T", new StructType().add("c", type), new Mismatches(action, "q" + System.nanoTime()));
    decoder.start(document.toByteArray(), 0, document.size());
    return decoder.next(ActionType.PUT_ROW);
  }

  @ParameterizedTest
  @CsvSource({
    "1.50, 1.50",
    "-1E2, -100.00",
    "99999.99, 99999.99",
    "100000, ",
    "0.001, ",
    "1E999999999, ",
    "1E-999999999, ",
    "nonsense, "
  })
  void readsDecimalsThatFitWithoutRounding(String text, String number) {
    DataType type = DataTypes.createDecimalType(7, 2);

    UnsafeRow row = decodeOne(type, Value.of(text), MismatchAction.NULL);

    assertThat(row.isNullAt(0) ? null : row.getDecimal(0, 7, 2).toString()).isEqualTo(number);
    assertThat(decodeOne(type, Value.of(12), MismatchAction.NULL).getDecimal(0, 7, 2).toString())
        .isEqualTo("12.00");
    assertThat(decodeOne(type, Value.of(0.1), MismatchAction.NULL).getDecimal(0, 7, 2).toString())
        .isEqualTo("0.10");
  }

  @Test
  void aLongIsNoInt() {
    Value tooGreat = Value.of(1L << 31);

    assertThat(decodeOne(DataTypes.IntegerType, tooGreat, MismatchAction.NULL).isNullAt(0))
        .isTrue();
    assertThatThrownBy(() -> decodeOne(DataTypes.IntegerType, tooGreat, MismatchAction.FAIL))
        .isInstanceOf(UnreadableCellException.class)
        .hasMessageContaining("holds the INTEGER 2147483648 in the row with key (id=1)");
  }

  @Test
  void theFirstCellOfAColumnIsToldOnceForAQuery() throws Exception {
    String query = "q" + System.nanoTime();
    Mismatches task = new Mismatches(MismatchAction.NULL, query);
    List<String> told =
        ToldInLog.by(
            Mismatches.class.getName(),
            () -> {
              for (int cell = 0; cell < 5; cell++) {
                task.count("c", () -> "a cell of c");
              }
              task.count("d", () -> "a cell of d");
              new Mismatches(MismatchAction.NULL, query).count("c", () -> "another task's");
              new Mismatches(MismatchAction.STRING, query + "b")
                  .count("c", () -> "another query's");
              return null;
            });

    assertThat(told)
        .extracting(sentence -> sentence.replaceAll(",.*", ""))
        .containsExactly(
            "a cell of c; it is read as NULL",
            "a cell of d; it is read as NULL",
            "another query's; it is read as text");
    assertThat(task.count()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"STRING, 7", "NULL, "})
  void aNumberInAStringColumnBecomesWhatIsAskedFor(MismatchAction action, String text) {
    UnsafeRow row = decodeOne(DataTypes.StringType, Value.of(7), action);

    assertThat(row.isNullAt(0) ? null : row.getUTF8String(0).toString()).isEqualTo(text);
  }
}
