package io.millrace.local.server.conformance;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.BatchGetRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.MultiRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.ReturnType;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.filter.CompositeColumnValueFilter;
import com.alicloud.openservices.tablestore.model.filter.Filter;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import io.millrace.local.server.SdkServer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Refusals, one request each, with the words that clients' tests compare. */
class WordingIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final String INVALID = "OTSParameterInvalid";
  private static final String LONG_NAME = "a".repeat(256);

  /** A request and what it is refused with. */
  record Refusal(
      String name, Consumer<SyncClient> request, int status, String code, String message) {
    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeEach
  void createTable() {
    SERVER.createTable("t");
  }

  @ParameterizedTest
  @MethodSource({"tables", "writes", "reads", "filters", "batches"})
  void refuses(Refusal refusal) {
    assertRefused(
        () -> refusal.request().accept(SERVER.sync()),
        refusal.status(),
        refusal.code(),
        refusal.message());
  }

  static Stream<Refusal> tables() {
    return Stream.of(
        invalid("name with a dash", c -> create(c, "a-b", 1), "Invalid table name: 'a-b'."),
        invalid(
            "name of 256",
            c -> create(c, LONG_NAME, 1),
            "Invalid table name: '" + LONG_NAME + "'."),
        invalid(
            "five key columns",
            c -> create(c, "u", 5),
            "The number of primary key columns must be in range: [1, 4]."),
        new Refusal(
            "name taken",
            c -> create(c, "t", 1),
            409,
            "OTSObjectAlreadyExist",
            "Requested table already exists."),
        new Refusal(
            "table unknown",
            c -> c.describeTable(new DescribeTableRequest("nope")),
            404,
            "OTSObjectNotExist",
            "Requested table does not exist."));
  }

  static Stream<Refusal> writes() {
    return Stream.of(
        invalid(
            "column name with a hash",
            c -> put(c, key("k", 1), "#c"),
            "Invalid column name: '#c'."),
        invalid(
            "column name of 256",
            c -> put(c, key("k", 1), LONG_NAME),
            "Invalid column name: '" + LONG_NAME + "'."),
        invalid(
            "key string of 1025",
            c -> put(c, key("k".repeat(1025), 1), "c"),
            "The length of primary key column: 'pk' exceeds the MaxLength:1024 with"
                + " CurrentLength:1025."),
        invalid(
            "value of 2 MiB and one",
            c -> put(c, "t", key("k", 1), "c", "v".repeat(2 * 1024 * 1024 + 1)),
            "The length of attribute column: 'c' exceeds the MaxLength:2097152 with"
                + " CurrentLength:2097153."),
        invalid(
            "1025 columns",
            c -> putColumns(c, 1025),
            "The number of attribute columns exceeds the limit, limit count: 1024, column count:"
                + " 1025."),
        invalid(
            "infinite key",
            c ->
                put(
                    c,
                    PrimaryKeyBuilder.createPrimaryKeyBuilder()
                        .addPrimaryKeyColumn("pk", PrimaryKeyValue.INF_MIN)
                        .addPrimaryKeyColumn("sk", PrimaryKeyValue.fromLong(1))
                        .build(),
                    "c"),
            "VT_INF_MIN is an invalid type for the primary key."),
        invalidKey(
            "key column misnamed",
            c -> put(c, oneKey("pl", PrimaryKeyValue.fromString("k"), "sk"), "c"),
            "Validate PK name fail. Input: pl, Meta: pk."),
        invalidKey(
            "key column of another type",
            c -> put(c, oneKey("pk", PrimaryKeyValue.fromLong(1), "sk"), "c"),
            "Validate PK type fail. Input: VT_INTEGER, Meta: VT_STRING."),
        invalidKey(
            "key too short",
            c -> put(c, oneKey("pk", PrimaryKeyValue.fromString("k"), null), "c"),
            "Validate PK size fail. Input: 1, Meta: 2."),
        new Refusal(
            "condition",
            c -> {
              RowDeleteChange change = new RowDeleteChange("t", key("absent", 1));
              change.setCondition(new Condition(RowExistenceExpectation.EXPECT_EXIST));
              c.deleteRow(new DeleteRowRequest(change));
            },
            403,
            "OTSConditionCheckFail",
            "Condition check failed."),
        invalid(
            "update without cells",
            c -> c.updateRow(new UpdateRowRequest(new RowUpdateChange("t", key("k", 1)))),
            "Attribute column is missing."),
        invalid(
            "returned column that is not incremented",
            WordingIT::returnAPutColumn,
            "Column 'c' cannot be returned: the request does not increment it."));
  }

  static Stream<Refusal> reads() {
    return Stream.of(
        invalid("no versions", c -> get(c, q -> {}), "No version condition is specified."),
        invalid(
            "column name with a hash",
            c -> get(c, q -> q.addColumnsToGet("#c")),
            "Invalid column name: '#c'."),
        invalid(
            "range forward from behind",
            c -> range(c, key("b", 1), key("a", 1)),
            "Begin key must less than end key in FORWARD"),
        invalid(
            "empty range",
            c -> range(c, key("a", 1), key("a", 1)),
            "Begin key must less than end key in FORWARD"),
        invalidKey(
            "range of another key",
            c -> range(c, oneKey("pk", PrimaryKeyValue.fromLong(1), "sk"), key("a", 1)),
            "Validate PK type fail. Input: VT_INTEGER, Meta: VT_STRING."));
  }

  static Stream<Refusal> filters() {
    SingleColumnValueFilter leaf =
        new SingleColumnValueFilter(
            "c", SingleColumnValueFilter.CompareOperator.EQUAL, ColumnValue.fromLong(1));
    CompositeColumnValueFilter tooMany =
        composite(CompositeColumnValueFilter.LogicOperator.NOT, leaf, 32);
    return Stream.of(
        invalid(
            "NOT of two",
            c -> filter(c, composite(CompositeColumnValueFilter.LogicOperator.NOT, leaf, 2)),
            "Invalid NOT operator: the number of sub-filters must be 1."),
        invalid(
            "AND of one",
            c -> filter(c, composite(CompositeColumnValueFilter.LogicOperator.AND, leaf, 1)),
            "Invalid AND/OR operator: the number of sub-filters must be more than 1."),
        invalid(
            "33 filters are too many before they are ill-formed",
            c -> filter(c, tooMany),
            "The count of filter exceeds the max: 32."),
        invalid(
            "filters come before versions",
            c -> get(c, q -> q.setFilter(tooMany)),
            "The count of filter exceeds the max: 32."));
  }

  static Stream<Refusal> batches() {
    return Stream.of(
        invalid(
            "101 reads", c -> batchGet(c, "t", 101, 1), "Rows count exceeds the upper limit: 100."),
        invalid("bad name", c -> batchGet(c, "a-b", 1, 1), "Invalid table name: 'a-b'."),
        invalid(
            "no versions",
            c -> batchGet(c, "t", 1, 0),
            "No version condition is specified while querying row."),
        invalid(
            "201 writes", c -> batchWrite(c, 201, 1), "Rows count exceeds the upper limit: 200."),
        invalid(
            "4 MiB and one",
            c -> batchWrite(c, 4, 1024 * 1024 + 1 - 14),
            "The total data size of BatchWriteRow request exceeds the limit, limit size: 4194304,"
                + " data size: 4194308."));
  }

  private static Refusal invalid(String name, Consumer<SyncClient> request, String message) {
    return new Refusal(name, request, 400, INVALID, message);
  }

  private static Refusal invalidKey(String name, Consumer<SyncClient> request, String message) {
    return new Refusal(name, request, 400, "OTSInvalidPK", message);
  }

  private static void create(SyncClient client, String name, int keyColumns) {
    TableMeta meta = new TableMeta(name);
    for (int i = 0; i < keyColumns; i++) {
      meta.addPrimaryKeyColumn("pk" + i, PrimaryKeyType.STRING);
    }
    client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
  }

  private static PrimaryKey oneKey(String name, PrimaryKeyValue value, String second) {
    PrimaryKeyBuilder builder =
        PrimaryKeyBuilder.createPrimaryKeyBuilder().addPrimaryKeyColumn(name, value);
    if (second != null) {
      builder.addPrimaryKeyColumn(second, PrimaryKeyValue.fromLong(1));
    }
    return builder.build();
  }

  private static void put(SyncClient client, PrimaryKey key, String column) {
    put(client, "t", key, column, "v");
  }

  private static void put(
      SyncClient client, String table, PrimaryKey key, String column, String value) {
    RowPutChange change = new RowPutChange(table, key);
    change.addColumn(column, ColumnValue.fromString(value));
    client.putRow(new PutRowRequest(change));
  }

  private static void putColumns(SyncClient client, int count) {
    RowPutChange change = new RowPutChange("t", key("k", 1));
    for (int i = 0; i < count; i++) {
      change.addColumn("c" + i, ColumnValue.fromLong(i));
    }
    client.putRow(new PutRowRequest(change));
  }

  private static void returnAPutColumn(SyncClient client) {
    RowUpdateChange change = new RowUpdateChange("t", key("k", 1));
    change.put("c", ColumnValue.fromLong(1));
    change.increment(new Column("n", ColumnValue.fromLong(1)));
    change.setReturnType(ReturnType.RT_AFTER_MODIFY);
    change.addReturnColumn("c");
    client.updateRow(new UpdateRowRequest(change));
  }

  private static void get(SyncClient client, Consumer<SingleRowQueryCriteria> settings) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key("k", 1));
    settings.accept(criteria);
    client.getRow(new GetRowRequest(criteria));
  }

  private static void filter(SyncClient client, Filter filter) {
    get(
        client,
        criteria -> {
          criteria.setMaxVersions(1);
          criteria.setFilter(filter);
        });
  }

  private static void range(SyncClient client, PrimaryKey start, PrimaryKey end) {
    RangeRowQueryCriteria criteria = new RangeRowQueryCriteria("t");
    criteria.setInclusiveStartPrimaryKey(start);
    criteria.setExclusiveEndPrimaryKey(end);
    criteria.setMaxVersions(1);
    client.getRange(new GetRangeRequest(criteria));
  }

  private static CompositeColumnValueFilter composite(
      CompositeColumnValueFilter.LogicOperator operator, SingleColumnValueFilter leaf, int leaves) {
    CompositeColumnValueFilter filter = new CompositeColumnValueFilter(operator);
    for (int i = 0; i < leaves; i++) {
      filter.addFilter(leaf);
    }
    return filter;
  }

  private static void batchGet(SyncClient client, String table, int rows, int maxVersions) {
    MultiRowQueryCriteria criteria = new MultiRowQueryCriteria(table);
    for (int i = 0; i < rows; i++) {
      criteria.addRow(key("k", i));
    }
    if (maxVersions > 0) {
      criteria.setMaxVersions(maxVersions);
    }
    BatchGetRowRequest request = new BatchGetRowRequest();
    request.addMultiRowQueryCriteria(criteria);
    client.batchGetRow(request);
  }

  /** Each row counts the value's size and 14 bytes: pk, k, sk, eight of the number, and c. */
  private static void batchWrite(SyncClient client, int rows, int size) {
    BatchWriteRowRequest request = new BatchWriteRowRequest();
    String value = "v".repeat(size);
    for (int i = 0; i < rows; i++) {
      RowPutChange change = new RowPutChange("t", key("k", i));
      change.addColumn("c", ColumnValue.fromString(value));
      request.addRowChange(change);
    }
    client.batchWriteRow(request);
  }
}
