package io.millrace.local.engine;

import static io.millrace.local.engine.Fixture.TABLE;
import static io.millrace.local.engine.Fixture.assertFails;
import static io.millrace.local.engine.Fixture.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.row.Condition;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.ReturnContent;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AutoIncrementTest {

  private final Fixture fixture = new Fixture();

  @BeforeEach
  void createTable() {
    fixture
        .instance()
        .createTable(
            TableSpec.of(
                    new TableSchema(
                        TABLE,
                        List.of(
                            new KeyColumn("a", ValueType.STRING),
                            new KeyColumn("b", ValueType.INTEGER, true))))
                .withStream(StreamOptions.on(24)));
  }

  private static PrimaryKey key(String a, Value b) {
    return PrimaryKey.of(column("a", Value.of(a)), column("b", b));
  }

  private PrimaryKey put(String a) {
    return fixture
        .instance()
        .write(
            RowWrite.put(TABLE, Row.of(key(a, Value.AUTO_INCREMENT), Cell.put("c", Value.of(1))))
                .returning(ReturnContent.PRIMARY_KEY))
        .row()
        .primaryKey();
  }

  @Test
  void valuesRiseOverRestarts() {
    PrimaryKey first = put("x");
    PrimaryKey second = put("x");
    fixture.reopen();
    PrimaryKey third = put("x");
    assertThat(List.of(first, second, third)).isSorted().doesNotHaveDuplicates();
    assertThat(fixture.scan(TABLE))
        .extracting(Row::primaryKey)
        .containsExactly(first, second, third);
    assertThat(Changes.of(fixture.instance(), TABLE))
        .extracting(change -> change.row().primaryKey())
        .containsExactly(first, second, third);
  }

  @Test
  void explicitValueIsForRowsThatExist() {
    PrimaryKey made = put("x");
    fixture.instance().write(RowWrite.update(TABLE, Row.of(made, Cell.put("c", Value.of(2)))));
    assertThat(fixture.instance().get(TABLE, made, ReadSpec.latest()).row().cell(0).value())
        .isEqualTo(Value.of(2));
    assertFails(
        "OTSParameterInvalid",
        "Invalid expect: IGNORE when modify a specific row for table with pk auto increment.",
        () -> fixture.instance().write(RowWrite.put(TABLE, Row.of(key("x", Value.of(99))))));
    fixture.instance().write(RowWrite.delete(TABLE, Row.deletion(made)));
    assertThat(fixture.scan(TABLE)).isEmpty();
  }

  @Test
  void placeholderIsForPutsWithoutConditions() {
    Row row = Row.of(key("x", Value.AUTO_INCREMENT));
    assertFails(
        "OTSParameterInvalid",
        "Invalid expect: EXPECT_EXIST when modify row with pk auto increment.",
        () -> fixture.instance().write(RowWrite.put(TABLE, row).when(Condition.EXPECT_EXIST)));
    assertFails(
        "OTSParameterInvalid",
        "PKAutoIncr can't be used for read operations.",
        () -> fixture.instance().get(TABLE, row.primaryKey(), ReadSpec.latest()));
    assertFails(
        "OTSParameterInvalid",
        "Invalid row to delete which with pk auto increment.",
        () -> fixture.instance().write(RowWrite.delete(TABLE, Row.deletion(row.primaryKey()))));
  }
}
