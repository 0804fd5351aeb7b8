package io.millrace.local.server.conformance;

import static com.alicloud.openservices.tablestore.model.RowExistenceExpectation.EXPECT_EXIST;
import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.expect;
import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.keyOf;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.text;
import static io.millrace.local.server.conformance.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.BatchGetRowRequest;
import com.alicloud.openservices.tablestore.model.BatchGetRowResponse;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.Error;
import com.alicloud.openservices.tablestore.model.MultiRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.NoRetryStrategy;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import io.millrace.local.server.SdkServer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** BatchGetRow and BatchWriteRow: order, rows that fail alone, rows that fail all, limits. */
class BatchRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final String OK = "ok";

  private Calls calls() {
    Calls calls = Calls.withTable(SERVER);
    calls.createTable("u");
    return calls;
  }

  @TestFactory
  Stream<DynamicTest> writes() {
    Calls calls = calls();
    String failed = "OTSConditionCheckFail: Condition check failed.";
    return Stream.of(
        writes(
            calls,
            "rows of one key go in order",
            OK + "," + OK + "," + OK,
            put("t", 1, "a"),
            update("t", 1, "b"),
            put("t", 1, "c")),
        test(
            "the last one is there",
            () -> assertThat(calls.read("t", key("k", 1))).isEqualTo("k/1 c=1")),
        writes(
            calls,
            "a row that fails stops none",
            OK + "," + failed + "," + OK,
            put("t", 2, "a"),
            expecting(put("t", 99, "a")),
            delete("t", 1)),
        test(
            "and the others are done",
            () -> assertThat(calls.read("t", key("k", 1))).isEqualTo("none")),
        writes(
            calls,
            "all rows may fail",
            failed + "," + failed,
            expecting(delete("t", 98)),
            expecting(update("t", 99, "a"))),
        writes(
            calls,
            "an unknown table fails its rows",
            OK + ",OTSObjectNotExist: Requested table does not exist.",
            put("t", 3, "a"),
            put("nope", 3, "a")),
        writes(
            calls,
            "a key that is not the table's fails its row",
            "OTSInvalidPK: Validate PK name fail. Input: xk, Meta: sk.," + OK,
            new RowPutChange("t", keyOf("pk", "k", "xk", 1)),
            put("t", 4, "a")),
        writes(
            calls,
            "a version that is too old fails its row",
            "OTSParameterInvalid: Invalid timestamp. Cell: 'a'.," + OK,
            new RowPutChange("t", key("k", 5)).addColumn("a", value(1), 1),
            put("t", 6, "a")),
        test(
            "a value that is too large fails all",
            () -> {
              SdkServer.assertRefused(
                  () ->
                      write(
                          calls,
                          put("t", 7, "a"),
                          new RowPutChange("t", key("k", 8)).addColumn("#", value(1))),
                  400,
                  Calls.INVALID,
                  "Invalid column name: '#'.");
              assertThat(calls.read("t", key("k", 7))).isEqualTo("none");
            }),
        test(
            "answers come table by table, in the request's order",
            () -> {
              BatchWriteRowResponse response =
                  write(calls, put("u", 1, "a"), put("t", 1, "a"), put("u", 2, "a"));
              assertThat(response.getRowStatus("u")).hasSize(2);
              assertThat(response.getRowStatus("t")).hasSize(1);
            }),
        test("200 rows", () -> write(calls, rows(200))),
        invalid(
            "201 rows", "Rows count exceeds the upper limit: 200.", () -> write(calls, rows(201))),
        invalid(
            "201 rows of two tables",
            "Rows count exceeds the upper limit: 200.",
            () ->
                write(
                    calls,
                    Stream.concat(Stream.of(rows(200)), Stream.of(put("u", 1, "a")))
                        .toArray(RowChange[]::new))),
        test("4 MiB", () -> write(calls, sized(2 * 1024 * 1024 - 14), sized(2 * 1024 * 1024 - 14))),
        invalid(
            "4 MiB and one",
            "The total data size of BatchWriteRow request exceeds the limit, limit size: 4194304,"
                + " data size: 4194305.",
            () -> write(calls, sized(2 * 1024 * 1024 - 14), sized(2 * 1024 * 1024 - 13))));
  }

  private static RowPutChange put(String table, long sk, String column) {
    return new RowPutChange(table, key("k", sk)).addColumn(column, value(1));
  }

  private static RowUpdateChange update(String table, long sk, String column) {
    return new RowUpdateChange(table, key("k", sk)).put(column, value(1));
  }

  private static RowDeleteChange delete(String table, long sk) {
    return new RowDeleteChange(table, key("k", sk));
  }

  private static RowChange expecting(RowChange change) {
    change.setCondition(expect(EXPECT_EXIST));
    return change;
  }

  private static RowChange[] rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> put("t", i, "a")).toArray(RowChange[]::new);
  }

  /** A row of the value's size and 14 bytes: pk, k, sk, eight of the number, and c. */
  private static RowChange sized(int size) {
    return new RowPutChange("t", key("k", 1)).addColumn("c", value("v".repeat(size)));
  }

  private static BatchWriteRowResponse write(Calls calls, RowChange... changes) {
    BatchWriteRowRequest request = new BatchWriteRowRequest();
    for (RowChange change : changes) {
      request.addRowChange(change);
    }
    return calls.client().batchWriteRow(request);
  }

  private static DynamicTest writes(
      Calls calls, String name, String expected, RowChange... changes) {
    return test(
        name,
        () -> {
          BatchWriteRowResponse response = write(calls, changes);
          String[] results = new String[changes.length];
          for (int i = 0, other = 0; i < changes.length; i++) {
            boolean first = changes[i].getTableName().equals(changes[0].getTableName());
            BatchWriteRowResponse.RowResult row =
                response.getRowStatus(changes[i].getTableName()).get(first ? i - other : other++);
            results[i] = row.isSucceed() ? OK : text(row.getError());
          }
          assertThat(String.join(",", results)).isEqualTo(expected);
        });
  }

  private static String text(Error error) {
    return error.getCode() + ": " + error.getMessage();
  }

  @TestFactory
  Stream<DynamicTest> reads() {
    Calls calls = calls();
    for (int i = 0; i < 3; i++) {
      calls.put("t", key("k", i), "a", i, "b", -i);
      calls.put("u", key("k", i), "a", 10 + i);
    }
    return Stream.of(
        reads(
            calls,
            "rows come in the request's order",
            "k/2 a=2 b=-2,k/0 a=0 b=0",
            q -> rows(q, 2, 0)),
        reads(calls, "a row may come twice", "k/1 a=1 b=-1,k/1 a=1 b=-1", q -> rows(q, 1, 1)),
        reads(calls, "an absent row is no error", "none,k/1 a=1 b=-1", q -> rows(q, 9, 1)),
        reads(
            calls,
            "named columns",
            "k/1 b=-1,none",
            q -> {
              rows(q, 1, 9);
              q.addColumnsToGet("b");
            }),
        reads(
            calls,
            "a row without the named columns",
            "none",
            q -> {
              rows(q, 1);
              q.addColumnsToGet("x");
            }),
        reads(
            calls,
            "a key that is not the table's fails its row",
            "OTSInvalidPK: Validate PK name fail. Input: xk, Meta: sk.,k/1 a=1 b=-1",
            q -> {
              q.addRow(keyOf("pk", "k", "xk", 1));
              q.addRow(key("k", 1));
            }),
        test(
            "an unknown table fails its rows",
            () -> {
              BatchGetRowResponse response = get(calls, "nope", q -> rows(q, 1, 2));
              assertThat(response.getFailedRows())
                  .extracting(row -> text(row.getError()))
                  .containsExactly(
                      "OTSObjectNotExist: Requested table does not exist.",
                      "OTSObjectNotExist: Requested table does not exist.");
            }),
        test("100 rows", () -> get(calls, "t", q -> rows(q, IntStream.range(0, 100).toArray()))),
        invalid(
            "101 rows",
            "Rows count exceeds the upper limit: 100.",
            () -> get(calls, "t", q -> rows(q, IntStream.range(0, 101).toArray()))),
        invalid(
            "a key that is too long fails all",
            "The length of primary key column: 'pk' exceeds the MaxLength:1024 with"
                + " CurrentLength:1025.",
            () -> get(calls, "t", q -> q.addRow(key("k".repeat(1025), 1)))),
        invalid(
            "an infinite key fails all",
            "VT_INF_MIN is an invalid type for the primary key.",
            () ->
                get(
                    calls,
                    "t",
                    q ->
                        q.addRow(
                            Calls.ends(
                                com.alicloud.openservices.tablestore.model.PrimaryKeyValue
                                    .INF_MIN)))));
  }

  private static void rows(MultiRowQueryCriteria criteria, int... numbers) {
    for (int number : numbers) {
      PrimaryKey key = key("k", number);
      criteria.addRow(key);
    }
  }

  private static BatchGetRowResponse get(
      Calls calls, String table, Consumer<MultiRowQueryCriteria> settings) {
    MultiRowQueryCriteria criteria = new MultiRowQueryCriteria(table);
    criteria.setMaxVersions(1);
    settings.accept(criteria);
    BatchGetRowRequest request = new BatchGetRowRequest();
    request.addMultiRowQueryCriteria(criteria);
    return calls.client().batchGetRow(request);
  }

  private static DynamicTest reads(
      Calls calls, String name, String expected, Consumer<MultiRowQueryCriteria> settings) {
    return test(
        name,
        () ->
            assertThat(
                    get(calls, "t", settings).getBatchGetRowResult("t").stream()
                        .map(
                            row ->
                                row.isSucceed() ? Calls.text(row.getRow()) : text(row.getError()))
                        .toList())
                .isEqualTo(java.util.List.of(expected.split(",(?=k/|none|OTS)"))));
  }

  @Test
  void theRowsOfALargeAnswerAreAskedForAgain() {
    Calls calls = Calls.withTable(SERVER);
    byte[] value = new byte[2 << 20];
    MultiRowQueryCriteria criteria = new MultiRowQueryCriteria("t");
    criteria.setMaxVersions(1);
    for (int i = 0; i < 20; i++) {
      calls.put("t", key("k", i), "a", value);
      criteria.addRow(key("k", i));
    }
    BatchGetRowRequest request = new BatchGetRowRequest();
    request.addMultiRowQueryCriteria(criteria);
    ClientConfiguration once = new ClientConfiguration();
    once.setRetryStrategy(new NoRetryStrategy());
    SyncClient impatient =
        new SyncClient(SERVER.server().endpoint(), "local", "local", SERVER.instance(), once);
    try {
      BatchGetRowResponse answer = impatient.batchGetRow(request);
      assertThat(answer.getSucceedRows()).hasSize(16);
      assertThat(answer.getFailedRows())
          .hasSize(4)
          .allSatisfy(
              row ->
                  assertThat(row.getError().getCode() + ": " + row.getError().getMessage())
                      .isEqualTo("OTSServerBusy: Server is busy."));
    } finally {
      impatient.shutdown();
    }
    BatchGetRowResponse whole = SERVER.sync().batchGetRow(request);
    assertThat(whole.isAllSucceed()).as("with the SDK's own retries").isTrue();
    assertThat(whole.getBatchGetRowResult("t"))
        .extracting(row -> row.getRow().getLatestColumn("a").getValue().asBinary().length)
        .hasSize(20)
        .containsOnly(2 << 20);
  }
}
