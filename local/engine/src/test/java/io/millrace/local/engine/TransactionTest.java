package io.millrace.local.engine;

import static io.millrace.local.engine.Fixture.TABLE;
import static io.millrace.local.engine.Fixture.assertFails;
import static io.millrace.local.engine.Fixture.column;
import static io.millrace.local.engine.Fixture.key;
import static io.millrace.local.engine.Fixture.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.row.Condition;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TransactionTest {

  private final Fixture fixture = new Fixture();

  @BeforeEach
  void createTable() {
    fixture
        .instance()
        .createTable(Fixture.spec().withLocalTransactions().withStream(StreamOptions.on(24)));
  }

  private String start(String a) {
    return fixture.instance().startTransaction(TABLE, PrimaryKey.of(column("a", Value.of(a))));
  }

  private static RowWrite add(String a, long b, long by) {
    return RowWrite.update(TABLE, row(a, b, Cell.increment("n", by)));
  }

  @Test
  void writesAreSeenOnlyWithinUntilTheCommit() {
    Instance instance = fixture.instance();
    instance.write(RowWrite.put(TABLE, row("x", 1, Cell.put("n", Value.of(1)))));
    instance.write(RowWrite.put(TABLE, row("x", 3)));
    String id = start("x");
    instance.write(add("x", 1, 10), id);
    instance.write(add("x", 2, 5), id);
    instance.write(RowWrite.delete(TABLE, Row.deletion(key("x", 3))), id);
    instance.write(add("x", 1, 100), id);

    assertThat(number(instance.get(TABLE, key("x", 1), ReadSpec.latest(), id).row()))
        .isEqualTo(Value.of(111));
    assertThat(range(id))
        .extracting(row -> row.primaryKey().value(1))
        .containsExactly(Value.of(1), Value.of(2));
    assertThat(number(fixture.get("x", 1))).isEqualTo(Value.of(1));
    assertThat(fixture.scan(TABLE)).hasSize(2);
    assertThat(Changes.of(instance, TABLE)).hasSize(2);

    instance.commitTransaction(id);
    assertThat(number(fixture.get("x", 1))).isEqualTo(Value.of(111));
    assertThat(fixture.get("x", 3)).isNull();
    assertThat(fixture.scan(TABLE)).hasSize(2);
    assertThat(Changes.of(instance, TABLE)).hasSize(6);
    assertEnded(id);
  }

  private List<Row> range(String id) {
    return fixture
        .instance()
        .range(
            new RangeQuery(
                TABLE,
                PrimaryKey.of(column("a", Value.of("x")), column("b", Value.INF_MIN)),
                PrimaryKey.of(column("a", Value.of("x")), column("b", Value.INF_MAX)),
                true,
                0,
                ReadSpec.latest()),
            id)
        .rows();
  }

  @Test
  void abortForgets() {
    String id = start("x");
    fixture.instance().write(add("x", 1, 1), id);
    fixture.instance().abortTransaction(id);
    assertThat(fixture.get("x", 1)).isNull();
    assertEnded(id);
    start("x");
  }

  @Test
  void othersCannotWriteMeanwhile() {
    Instance instance = fixture.instance();
    String id = start("x");
    assertFails(
        "OTSRowOperationConflict",
        "Data is being modified by the other request.",
        () -> instance.write(add("x", 9, 1)));
    assertFails("OTSRowOperationConflict", "Failed to lock txn key: x", () -> start("x"));
    instance.write(add("y", 9, 1));
    instance.commitTransaction(id);
    instance.write(add("x", 9, 1));
  }

  @Test
  void endsAfterAMinute() {
    String id = start("x");
    fixture.instance().write(add("x", 1, 1), id);
    fixture.clock.advance(Duration.ofSeconds(60));
    fixture.instance().write(add("x", 2, 1));
    assertEnded(id);
    assertThat(fixture.get("x", 1)).isNull();
  }

  @Test
  void staysWithinItsPartitionKey() {
    String id = start("0");
    assertFails(
        "OTSDataOutOfRange",
        "Data out of scope of atomic. Atomic PartKey:0. Data PartKey:1",
        () -> fixture.instance().write(add("1", 1, 1), id));
  }

  @Test
  void batchIsAllOrNothing() {
    Instance instance = fixture.instance();
    String id = start("x");
    assertFails(
        "OTSConditionCheckFail",
        "Condition check failed.",
        () ->
            instance.writeBatch(
                List.of(add("x", 1, 1), add("x", 2, 1).when(Condition.EXPECT_EXIST)), id));
    instance.writeBatch(List.of(add("x", 3, 1), add("x", 3, 1)), id);
    instance.commitTransaction(id);
    assertThat(fixture.scan(TABLE)).hasSize(1);
    assertThat(number(fixture.get("x", 3))).isEqualTo(Value.of(2));
  }

  @Test
  void needsATableThatAllowsIt() {
    fixture.instance().deleteTable(TABLE);
    fixture.instance().createTable(Fixture.spec());
    assertFails(
        "OTSParameterInvalid",
        "Try to call method using explicit transaction on explicit-transaction-disabled table.",
        () -> start("x"));
  }

  @Test
  void idsAndKeysAreChecked() {
    assertFails(
        "OTSParameterInvalid",
        "TransactionID is invalid.",
        () -> fixture.instance().commitTransaction(""));
    assertFails(
        "OTSParameterInvalid",
        "TransactionID is invalid.",
        () -> fixture.instance().commitTransaction("no id of a transaction"));
    assertFails(
        "OTSParameterInvalid",
        "StartLocalTransaction support only one primary key.",
        () -> fixture.instance().startTransaction(TABLE, key("x", 1)));
  }

  private void assertEnded(String id) {
    assertFails(
        "OTSSessionNotExist",
        "Session not exist or may be timeout.",
        () -> fixture.instance().commitTransaction(id));
  }

  private static Value number(Row row) {
    return row.cell(0).value();
  }
}
