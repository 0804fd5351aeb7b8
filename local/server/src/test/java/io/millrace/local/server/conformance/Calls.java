package io.millrace.local.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.ConsumedCapacity;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.DeleteRowResponse;
import com.alicloud.openservices.tablestore.model.Direction;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.GetRowResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowResponse;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.UpdateRowResponse;
import com.alicloud.openservices.tablestore.model.condition.ColumnCondition;
import io.millrace.local.server.SdkServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.Executable;

/** The official client's calls in a short form, and rows as text. */
record Calls(SyncClient client) {

  static final int MEBI = 1024 * 1024;
  static final String INVALID = "OTSParameterInvalid";
  static final String INVALID_KEY = "OTSInvalidPK";

  /** Calls of the instance of a test, which has a table {@code t}. */
  static Calls withTable(SdkServer server) {
    Calls calls = new Calls(server.sync());
    calls.createTable("t");
    return calls;
  }

  // Cases.

  static DynamicTest test(String name, Executable body) {
    return dynamicTest(name, body);
  }

  /** A case in which a call is refused as OTSParameterInvalid. */
  static DynamicTest invalid(String name, String message, ThrowingCallable call) {
    return refused(name, 400, INVALID, message, call);
  }

  static DynamicTest refused(
      String name, int status, String code, String message, ThrowingCallable call) {
    return dynamicTest(name, () -> SdkServer.assertRefused(call, status, code, message));
  }

  static DynamicTest conditionFails(String name, ThrowingCallable call) {
    return refused(name, 403, "OTSConditionCheckFail", "Condition check failed.", call);
  }

  // Tables.

  void createTable(String name) {
    createTable(name, new TableOptions(-1, 1));
  }

  void createTable(String name, TableOptions options) {
    client.createTable(new CreateTableRequest(SdkServer.meta(name), options));
  }

  void createTable(TableMeta meta) {
    client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
  }

  // Rows.

  PutRowResponse put(String table, PrimaryKey key, Consumer<RowPutChange> settings) {
    RowPutChange change = new RowPutChange(table, key);
    settings.accept(change);
    return client.putRow(new PutRowRequest(change));
  }

  PutRowResponse put(String table, PrimaryKey key, Object... namesAndValues) {
    return put(
        table,
        key,
        change -> {
          for (int i = 0; i < namesAndValues.length; i += 2) {
            change.addColumn((String) namesAndValues[i], value(namesAndValues[i + 1]));
          }
        });
  }

  UpdateRowResponse update(String table, PrimaryKey key, Consumer<RowUpdateChange> settings) {
    RowUpdateChange change = new RowUpdateChange(table, key);
    settings.accept(change);
    return client.updateRow(new UpdateRowRequest(change));
  }

  DeleteRowResponse delete(String table, PrimaryKey key, Consumer<RowDeleteChange> settings) {
    RowDeleteChange change = new RowDeleteChange(table, key);
    settings.accept(change);
    return client.deleteRow(new DeleteRowRequest(change));
  }

  GetRowResponse get(String table, PrimaryKey key, Consumer<SingleRowQueryCriteria> settings) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria(table, key);
    settings.accept(criteria);
    return client.getRow(new GetRowRequest(criteria));
  }

  /** The newest versions of a row as text. */
  String read(String table, PrimaryKey key) {
    return text(get(table, key, criteria -> criteria.setMaxVersions(1)).getRow());
  }

  /** All versions of a row as text. */
  String readAll(String table, PrimaryKey key) {
    return text(get(table, key, criteria -> criteria.setMaxVersions(Integer.MAX_VALUE)).getRow());
  }

  GetRangeResponse range(String table, Consumer<RangeRowQueryCriteria> settings) {
    RangeRowQueryCriteria criteria = new RangeRowQueryCriteria(table);
    criteria.setInclusiveStartPrimaryKey(ends(PrimaryKeyValue.INF_MIN));
    criteria.setExclusiveEndPrimaryKey(ends(PrimaryKeyValue.INF_MAX));
    criteria.setMaxVersions(1);
    settings.accept(criteria);
    return client.getRange(new GetRangeRequest(criteria));
  }

  static void backward(RangeRowQueryCriteria criteria) {
    criteria.setDirection(Direction.BACKWARD);
    criteria.setInclusiveStartPrimaryKey(ends(PrimaryKeyValue.INF_MAX));
    criteria.setExclusiveEndPrimaryKey(ends(PrimaryKeyValue.INF_MIN));
  }

  static Condition expect(RowExistenceExpectation expectation) {
    return new Condition(expectation);
  }

  static Condition when(ColumnCondition column) {
    Condition condition = new Condition(RowExistenceExpectation.IGNORE);
    condition.setColumnCondition(column);
    return condition;
  }

  // Keys and values.

  static PrimaryKey ends(PrimaryKeyValue value) {
    return keyOf("pk", value, "sk", value);
  }

  /** A key of names and their values. */
  static PrimaryKey keyOf(Object... namesAndValues) {
    PrimaryKeyBuilder builder = PrimaryKeyBuilder.createPrimaryKeyBuilder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.addPrimaryKeyColumn((String) namesAndValues[i], keyValue(namesAndValues[i + 1]));
    }
    return builder.build();
  }

  private static PrimaryKeyValue keyValue(Object value) {
    if (value instanceof PrimaryKeyValue given) {
      return given;
    }
    if (value instanceof String text) {
      return PrimaryKeyValue.fromString(text);
    }
    return value instanceof byte[] bytes
        ? PrimaryKeyValue.fromBinary(bytes)
        : PrimaryKeyValue.fromLong(((Number) value).longValue());
  }

  static ColumnValue value(Object value) {
    if (value instanceof String text) {
      return ColumnValue.fromString(text);
    }
    if (value instanceof Boolean flag) {
      return ColumnValue.fromBoolean(flag);
    }
    if (value instanceof Double number) {
      return ColumnValue.fromDouble(number);
    }
    return value instanceof byte[] bytes
        ? ColumnValue.fromBinary(bytes)
        : ColumnValue.fromLong(((Number) value).longValue());
  }

  // Answers as text.

  /** Capacity units, as {@code read/write}. */
  static String units(ConsumedCapacity consumed) {
    CapacityUnit units = consumed.getCapacityUnit();
    return units.getReadCapacityUnit() + "/" + units.getWriteCapacityUnit();
  }

  /** A row as {@code key/key name=value name=value}, or {@code none}. */
  static String text(Row row) {
    if (row == null) {
      return "none";
    }
    StringBuilder text = new StringBuilder(text(row.getPrimaryKey()));
    for (Column column : row.getColumns()) {
      assertThat(column.hasSetTimestamp()).as("every cell has its version").isTrue();
      text.append(' ').append(column.getName()).append('=').append(column.getValue());
    }
    return text.toString();
  }

  static String text(PrimaryKey key) {
    List<String> values = new ArrayList<>();
    for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
      values.add(column.getValue().toString());
    }
    return String.join("/", values);
  }

  /** The keys of rows. */
  static String keys(List<Row> rows) {
    return rows.stream().map(row -> text(row.getPrimaryKey())).collect(Collectors.joining(" "));
  }
}
