package io.millrace.local.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.local.engine.row.RangePage;
import io.millrace.local.engine.row.RangeQuery;
import io.millrace.local.engine.row.ReadSpec;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** An engine in memory with one instance, on a clock that stands still; can be opened again. */
final class Fixture {

  static final String TABLE = "t";

  final TestClock clock = new TestClock();
  private final MemoryStore store = new MemoryStore();
  private Engine engine;

  Fixture() {
    reopen();
    engine.createInstance("i");
  }

  /** Opens the engine again, as after a crash. */
  void reopen() {
    engine = Engine.open(store, EngineOptions.defaults().withClock(clock).withPartitions(2));
  }

  Engine engine() {
    return engine;
  }

  Instance instance() {
    return engine.instance("i");
  }

  long now() {
    return clock.millis();
  }

  /** A table with a key of a string {@code a} and an integer {@code b}. */
  static TableSpec spec() {
    return TableSpec.of(schema());
  }

  static TableSchema schema() {
    return new TableSchema(
        TABLE,
        List.of(new KeyColumn("a", ValueType.STRING), new KeyColumn("b", ValueType.INTEGER)));
  }

  static PrimaryKey key(String a, long b) {
    return PrimaryKey.of(column("a", Value.of(a)), column("b", Value.of(b)));
  }

  static PrimaryKeyColumn column(String name, Value value) {
    return new PrimaryKeyColumn(name, value);
  }

  static Row row(String a, long b, Cell... cells) {
    return Row.of(key(a, b), cells);
  }

  Row get(String a, long b) {
    return get(a, b, ReadSpec.latest());
  }

  Row get(String a, long b, ReadSpec read) {
    return instance().get(TABLE, key(a, b), read).row();
  }

  /** Returns all rows of a table or index. */
  List<Row> scan(String table) {
    PrimaryKey next = bound(table, Value.INF_MIN);
    List<Row> rows = new ArrayList<>();
    while (next != null) {
      RangePage page =
          instance()
              .range(
                  new RangeQuery(
                      table, next, bound(table, Value.INF_MAX), true, 0, ReadSpec.latest()));
      rows.addAll(page.rows());
      next = page.next();
    }
    return rows;
  }

  private PrimaryKey bound(String table, Value value) {
    return PrimaryKey.of(
        instance().describeTable(table).schema().key().stream()
            .map(column -> column(column.name(), value))
            .toList());
  }

  /** Expects a service error. */
  static void assertFails(String code, String message, ThrowingCallable call) {
    ServiceException error = catchThrowableOfType(ServiceException.class, call);
    assertThat(error).as("the error " + code).isNotNull();
    assertThat(error.code() + ": " + error.getMessage()).isEqualTo(code + ": " + message);
  }
}
