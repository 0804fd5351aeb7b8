package io.millrace.local.server.conformance;

import static com.alicloud.openservices.tablestore.model.RowExistenceExpectation.EXPECT_EXIST;
import static com.alicloud.openservices.tablestore.model.RowExistenceExpectation.EXPECT_NOT_EXIST;
import static com.alicloud.openservices.tablestore.model.RowExistenceExpectation.IGNORE;
import static com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition.CompareOperator.EQUAL;
import static com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition.CompareOperator.GREATER_EQUAL;
import static com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition.CompareOperator.GREATER_THAN;
import static com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition.CompareOperator.LESS_EQUAL;
import static com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition.CompareOperator.LESS_THAN;
import static com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition.CompareOperator.NOT_EQUAL;
import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.conditionFails;
import static io.millrace.local.server.conformance.Calls.expect;
import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.keyOf;
import static io.millrace.local.server.conformance.Calls.refused;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.text;
import static io.millrace.local.server.conformance.Calls.value;
import static io.millrace.local.server.conformance.Calls.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.ReturnType;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.condition.CompositeColumnValueCondition;
import com.alicloud.openservices.tablestore.model.condition.CompositeColumnValueCondition.LogicOperator;
import com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition;
import io.millrace.local.server.SdkServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** PutRow, UpdateRow and DeleteRow: what they leave of a row, conditions, returned rows, limits. */
class WriteRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final PrimaryKey K = key("k", 1);
  private static final PrimaryKey ABSENT = key("absent", 1);
  private static final int MEBI = 1024 * 1024;

  private Calls calls() {
    Calls calls = new Calls(SERVER.sync());
    calls.createTable("t");
    return calls;
  }

  @TestFactory
  Stream<DynamicTest> whatIsLeftOfARow() {
    Calls calls = calls();
    calls.createTable("v", new TableOptions(-1, 3));
    long now = System.currentTimeMillis();
    return Stream.of(
        test(
            "a put replaces all columns",
            () -> {
              calls.put("t", K, "a", 1, "b", 2);
              calls.put("t", K, "c", 3);
              assertThat(calls.read("t", K)).isEqualTo("k/1 c=3");
            }),
        test(
            "a put replaces all versions",
            () -> {
              calls.put("v", K, "a", 1);
              calls.put("v", K, "a", 2);
              assertThat(calls.readAll("v", K)).isEqualTo("k/1 a=2");
            }),
        test(
            "a put of a key alone is a row",
            () -> {
              calls.put("t", K);
              assertThat(calls.read("t", K)).isEqualTo("k/1");
            }),
        test(
            "an update keeps the other columns",
            () -> {
              calls.put("t", K, "a", 1, "b", 2);
              calls.update("t", K, u -> u.put("b", value(3)).put("c", value(4)));
              assertThat(calls.read("t", K)).isEqualTo("k/1 a=1 b=3 c=4");
            }),
        test(
            "an update makes a row",
            () -> {
              calls.update("t", key("made", 1), u -> u.put("a", value(1)));
              assertThat(calls.read("t", key("made", 1))).isEqualTo("made/1 a=1");
            }),
        test(
            "an increment makes a row, from 0",
            () -> {
              calls.update("t", key("made", 2), u -> u.increment(new Column("n", value(5))));
              assertThat(calls.read("t", key("made", 2))).isEqualTo("made/2 n=5");
            }),
        test(
            "an update of deletions alone makes no row",
            () -> {
              calls.update("t", ABSENT, u -> u.deleteColumns("a"));
              calls.update("t", ABSENT, u -> u.deleteColumn("a", now));
              assertThat(calls.read("t", ABSENT)).isEqualTo("none");
            }),
        test(
            "a row without its last column is still there",
            () -> {
              calls.put("t", K, "a", 1);
              calls.update("t", K, u -> u.deleteColumns("a"));
              assertThat(calls.read("t", K)).isEqualTo("k/1");
            }),
        test(
            "an update applies its cells in order",
            () -> {
              calls.put("t", K, "a", 1);
              calls.update("t", K, u -> u.put("a", value(2)).deleteColumns("a"));
              assertThat(calls.read("t", K)).isEqualTo("k/1");
              calls.update("t", K, u -> u.deleteColumns("a").put("a", value(3)));
              assertThat(calls.read("t", K)).isEqualTo("k/1 a=3");
            }),
        test(
            "increments add up, down too",
            () -> {
              calls.put("t", K, "n", 10);
              calls.update("t", K, u -> u.increment(new Column("n", value(5))));
              calls.update("t", K, u -> u.increment(new Column("n", value(-20))));
              assertThat(calls.read("t", K)).isEqualTo("k/1 n=-5");
            }),
        test(
            "one version is deleted",
            () -> {
              PrimaryKey key = key("versions", 1);
              calls.update("v", key, u -> u.put("a", value(1), now - 2).put("a", value(2), now));
              calls.update("v", key, u -> u.put("a", value(3), now - 1));
              assertThat(calls.readAll("v", key)).isEqualTo("versions/1 a=2 a=3 a=1");
              calls.update("v", key, u -> u.deleteColumn("a", now - 1));
              assertThat(calls.readAll("v", key)).isEqualTo("versions/1 a=2 a=1");
              calls.update("v", key, u -> u.deleteColumn("a", now - 7));
              assertThat(calls.readAll("v", key)).isEqualTo("versions/1 a=2 a=1");
            }),
        test(
            "the oldest version gives way",
            () -> {
              PrimaryKey key = key("versions", 2);
              for (int i = 0; i < 5; i++) {
                long version = now + i;
                calls.update("v", key, u -> u.put("a", value(version - now), version));
              }
              assertThat(calls.readAll("v", key)).isEqualTo("versions/2 a=4 a=3 a=2");
            }),
        test(
            "the same version is replaced",
            () -> {
              PrimaryKey key = key("versions", 3);
              calls.update("v", key, u -> u.put("a", value(1), now));
              calls.update("v", key, u -> u.put("a", value(2), now));
              assertThat(calls.readAll("v", key)).isEqualTo("versions/3 a=2");
            }),
        test(
            "many updates of one column: the last is read",
            () -> {
              for (int i = 1; i <= 100; i++) {
                int n = i;
                calls.update("t", key("fast", 1), u -> u.put("a", value(n)));
              }
              assertThat(calls.read("t", key("fast", 1))).isEqualTo("fast/1 a=100");
            }),
        test(
            "a deleted row is gone, and may be deleted again",
            () -> {
              calls.put("t", K, "a", 1);
              calls.delete("t", K, d -> {});
              assertThat(calls.read("t", K)).isEqualTo("none");
              calls.delete("t", K, d -> {});
            }),
        test(
            "columns come in the order of their bytes",
            () -> {
              calls.put("t", K, "b", 1, "a", 2, "B", 3, "_", 4, "ä", 5, "a1", 6);
              assertThat(calls.read("t", K)).isEqualTo("k/1 B=3 _=4 a=2 a1=6 b=1 ä=5");
            }),
        test(
            "every type comes back",
            () -> {
              calls.put("t", K, "b", true, "d", -0.5, "i", Long.MIN_VALUE, "s", "ü\u0000€");
              assertThat(calls.read("t", K))
                  .isEqualTo("k/1 b=true d=-0.5 i=-9223372036854775808 s=ü\u0000€");
            }),
        test(
            "a column may change its type",
            () -> {
              calls.put("t", K, "a", 1);
              calls.update("t", K, u -> u.put("a", value("one")));
              assertThat(calls.read("t", K)).isEqualTo("k/1 a=one");
            }),
        test(
            "keys of extreme values are rows of their own",
            () -> {
              calls.put("t", key("", Long.MIN_VALUE), "a", 1);
              calls.put("t", key("", Long.MAX_VALUE), "a", 2);
              calls.put("t", key("\u0000", 0), "a", 3);
              assertThat(calls.read("t", key("", Long.MIN_VALUE))).endsWith("a=1");
              assertThat(calls.read("t", key("", Long.MAX_VALUE))).endsWith("a=2");
              assertThat(calls.read("t", key("\u0000", 0))).endsWith("a=3");
            }));
  }

  @TestFactory
  Stream<DynamicTest> expectations() {
    Calls calls = calls();
    calls.put("t", K, "a", 1);
    return Stream.of(
        test("put of a row that is to be there", () -> put(calls, K, EXPECT_EXIST)),
        test(
            "put of a row that is not to be there",
            () -> put(calls, key("n", 1), EXPECT_NOT_EXIST)),
        test("put of any row", () -> put(calls, K, IGNORE)),
        conditionFails("put of an absent row", () -> put(calls, ABSENT, EXPECT_EXIST)),
        conditionFails("put of a present row", () -> put(calls, K, EXPECT_NOT_EXIST)),
        test("update of a row that is to be there", () -> update(calls, K, EXPECT_EXIST)),
        conditionFails("update of an absent row", () -> update(calls, ABSENT, EXPECT_EXIST)),
        conditionFails("update of a present row", () -> update(calls, K, EXPECT_NOT_EXIST)),
        test("update that makes a row", () -> update(calls, key("n", 2), EXPECT_NOT_EXIST)),
        conditionFails("delete of an absent row", () -> delete(calls, ABSENT, EXPECT_EXIST)),
        conditionFails("delete of a present row", () -> delete(calls, K, EXPECT_NOT_EXIST)),
        test("delete of a row that is not there", () -> delete(calls, ABSENT, EXPECT_NOT_EXIST)),
        test(
            "what failed left the row alone", () -> assertThat(calls.read("t", K)).endsWith("a=2")),
        test("delete of a row that is to be there", () -> delete(calls, K, EXPECT_EXIST)));
  }

  private static void put(Calls calls, PrimaryKey key, RowExistenceExpectation expectation) {
    calls.put("t", key, p -> p.addColumn("a", value(2)).setCondition(expect(expectation)));
  }

  private static void update(Calls calls, PrimaryKey key, RowExistenceExpectation expectation) {
    calls.update("t", key, u -> u.put("a", value(2)).setCondition(expect(expectation)));
  }

  private static void delete(Calls calls, PrimaryKey key, RowExistenceExpectation expectation) {
    calls.delete("t", key, d -> d.setCondition(expect(expectation)));
  }

  @TestFactory
  Stream<DynamicTest> conditionsOnColumns() {
    Calls calls = calls();
    calls.put("t", K, "n", 5, "s", "m", "b", true, "d", 1.5);
    record Case(
        SingleColumnValueCondition.CompareOperator operator,
        String column,
        Object value,
        boolean holds) {}
    List<Case> cases =
        List.of(
            new Case(EQUAL, "n", 5, true),
            new Case(EQUAL, "n", 6, false),
            new Case(NOT_EQUAL, "n", 6, true),
            new Case(NOT_EQUAL, "n", 5, false),
            new Case(GREATER_THAN, "n", 4, true),
            new Case(GREATER_THAN, "n", 5, false),
            new Case(GREATER_EQUAL, "n", 5, true),
            new Case(GREATER_EQUAL, "n", 6, false),
            new Case(LESS_THAN, "n", 6, true),
            new Case(LESS_THAN, "n", 5, false),
            new Case(LESS_EQUAL, "n", 5, true),
            new Case(LESS_EQUAL, "n", 4, false),
            new Case(EQUAL, "s", "m", true),
            new Case(GREATER_THAN, "s", "lz", true),
            new Case(LESS_THAN, "s", "m\u0000", true),
            new Case(EQUAL, "b", true, true),
            new Case(EQUAL, "b", false, false),
            new Case(GREATER_THAN, "d", 1.25, true),
            new Case(LESS_THAN, "d", -2.0, false),
            new Case(EQUAL, "n", "5", false),
            new Case(EQUAL, "missing", 1, true));
    Stream<DynamicTest> table =
        cases.stream()
            .map(
                c -> {
                  String name = c.column + " " + c.operator + " " + c.value;
                  SingleColumnValueCondition column =
                      new SingleColumnValueCondition(c.column, c.operator, value(c.value));
                  return c.holds
                      ? test(name, () -> touch(calls, K, column))
                      : conditionFails(name, () -> touch(calls, K, column));
                });
    SingleColumnValueCondition missing =
        new SingleColumnValueCondition("missing", EQUAL, value(1)).setPassIfMissing(false);
    SingleColumnValueCondition holds = new SingleColumnValueCondition("n", EQUAL, value(5));
    SingleColumnValueCondition fails = new SingleColumnValueCondition("n", EQUAL, value(6));
    return Stream.concat(
        table,
        Stream.of(
            conditionFails("a missing column that does not pass", () -> touch(calls, K, missing)),
            conditionFails("the column of an absent row", () -> touch(calls, ABSENT, missing)),
            test(
                "AND of two that hold",
                () -> touch(calls, K, all(LogicOperator.AND, holds, holds))),
            conditionFails(
                "AND of one that holds",
                () -> touch(calls, K, all(LogicOperator.AND, holds, fails))),
            test(
                "OR of one that holds", () -> touch(calls, K, all(LogicOperator.OR, fails, holds))),
            conditionFails(
                "OR of none that holds",
                () -> touch(calls, K, all(LogicOperator.OR, fails, fails))),
            test("NOT of one that does not", () -> touch(calls, K, all(LogicOperator.NOT, fails))),
            conditionFails(
                "NOT of one that holds", () -> touch(calls, K, all(LogicOperator.NOT, holds))),
            test("32 parts", () -> touch(calls, K, all(LogicOperator.OR, copies(holds, 31)))),
            invalid(
                "33 parts",
                "The count of filter exceeds the max: 32.",
                () -> touch(calls, K, all(LogicOperator.OR, copies(holds, 32)))),
            invalid(
                "a value larger than a cell",
                "The length of attribute column: 'n' exceeds the MaxLength:2097152 with"
                    + " CurrentLength:2097153.",
                () ->
                    touch(
                        calls,
                        K,
                        new SingleColumnValueCondition(
                            "n", EQUAL, value("v".repeat(2 * MEBI + 1))))),
            test(
                "a put and a delete look at the row as well",
                () -> {
                  SdkServer.assertRefused(
                      () -> calls.put("t", K, p -> p.setCondition(when(fails))),
                      403,
                      "OTSConditionCheckFail",
                      "Condition check failed.");
                  SdkServer.assertRefused(
                      () -> calls.delete("t", K, d -> d.setCondition(when(fails))),
                      403,
                      "OTSConditionCheckFail",
                      "Condition check failed.");
                  calls.delete("t", K, d -> d.setCondition(when(holds)));
                  assertThat(calls.read("t", K)).isEqualTo("none");
                })));
  }

  private static void touch(
      Calls calls,
      PrimaryKey key,
      com.alicloud.openservices.tablestore.model.condition.ColumnCondition condition) {
    calls.update("t", key, u -> u.put("touched", value(1)).setCondition(when(condition)));
  }

  private static CompositeColumnValueCondition all(
      LogicOperator operator, SingleColumnValueCondition... parts) {
    CompositeColumnValueCondition composite = new CompositeColumnValueCondition(operator);
    for (SingleColumnValueCondition part : parts) {
      composite.addCondition(part);
    }
    return composite;
  }

  private static SingleColumnValueCondition[] copies(SingleColumnValueCondition one, int count) {
    return IntStream.range(0, count).mapToObj(i -> one).toArray(SingleColumnValueCondition[]::new);
  }

  @TestFactory
  Stream<DynamicTest> returnedRows() {
    Calls calls = calls();
    return Stream.of(
        test(
            "nothing unless it is asked for",
            () -> assertThat(calls.put("t", K, "a", 1).getRow()).isNull()),
        test(
            "the key of a put",
            () ->
                assertThat(text(calls.put("t", K, p -> p.setReturnType(ReturnType.RT_PK)).getRow()))
                    .isEqualTo("k/1")),
        test(
            "the key of an update",
            () ->
                assertThat(
                        text(
                            calls
                                .update(
                                    "t",
                                    K,
                                    u -> u.put("a", value(1)).setReturnType(ReturnType.RT_PK))
                                .getRow()))
                    .isEqualTo("k/1")),
        test(
            "the key of a delete",
            () ->
                assertThat(
                        text(calls.delete("t", K, d -> d.setReturnType(ReturnType.RT_PK)).getRow()))
                    .isEqualTo("k/1")),
        test(
            "what an increment came to",
            () -> {
              calls.put("t", K, "n", 40, "other", 1);
              assertThat(increment(calls, "n", 2)).isEqualTo("k/1 n=42");
              assertThat(increment(calls, "n", -2)).isEqualTo("k/1 n=40");
            }),
        invalid(
            "a column that is not incremented cannot be returned",
            "Column 'other' cannot be returned: the request does not increment it.",
            () ->
                calls.update(
                    "t",
                    K,
                    u -> {
                      u.increment(new Column("n", value(1)));
                      u.setReturnType(ReturnType.RT_AFTER_MODIFY);
                      u.addReturnColumn("other");
                    })));
  }

  private static String increment(Calls calls, String column, long by) {
    return text(
        calls
            .update(
                "t",
                K,
                u -> {
                  u.increment(new Column(column, value(by)));
                  u.setReturnType(ReturnType.RT_AFTER_MODIFY);
                  u.addReturnColumn(column);
                })
            .getRow());
  }

  @TestFactory
  Stream<DynamicTest> limitsOfOneRow() {
    Calls calls = calls();
    String two = "v".repeat(2 * MEBI);
    return Stream.of(
        test("a key of 1,024 bytes", () -> calls.put("t", key("k".repeat(1024), 1), "a", 1)),
        test("a key of 512 letters of two bytes", () -> calls.put("t", key("ä".repeat(512), 1))),
        invalid(
            "a key of 1,025 bytes",
            "The length of primary key column: 'pk' exceeds the MaxLength:1024 with"
                + " CurrentLength:1025.",
            () -> calls.put("t", key("ä".repeat(512) + "k", 1))),
        invalid(
            "reading a key of 1,025 bytes",
            "The length of primary key column: 'pk' exceeds the MaxLength:1024 with"
                + " CurrentLength:1025.",
            () -> calls.read("t", key("k".repeat(1025), 1))),
        test("a value of 2 MiB", () -> calls.put("t", K, "a", two)),
        invalid(
            "a value of 2 MiB and one",
            "The length of attribute column: 'a' exceeds the MaxLength:2097152 with"
                + " CurrentLength:2097153.",
            () -> calls.put("t", K, "a", two + "v")),
        invalid(
            "a blob of 2 MiB and one",
            "The length of attribute column: 'a' exceeds the MaxLength:2097152 with"
                + " CurrentLength:2097153.",
            () -> calls.update("t", K, u -> u.put("a", value(new byte[2 * MEBI + 1])))),
        test(
            "a row of 4 MiB in one put",
            () -> calls.put("t", key("k", 1), "a", two, "b", "v".repeat(2 * MEBI - 15))),
        invalid(
            "a row of 4 MiB and one in one put",
            "The total data size of PutRow request exceeds the limit, limit size: 4194304, data"
                + " size: 4194305.",
            () -> calls.put("t", key("k", 1), "a", two, "b", "v".repeat(2 * MEBI - 14))),
        test("1,024 columns in one put", () -> putColumns(calls, 1024)),
        invalid(
            "1,025 columns in one put",
            "The number of attribute columns exceeds the limit, limit count: 1024, column count:"
                + " 1025.",
            () -> putColumns(calls, 1025)),
        test("1,024 columns in one update", () -> updateColumns(calls, 1024)),
        invalid(
            "1,025 columns in one update",
            "The number of attribute columns exceeds the limit, limit count: 1024, column count:"
                + " 1025.",
            () -> updateColumns(calls, 1025)),
        test("a name of 255 bytes", () -> calls.put("t", K, "c".repeat(255), 1)),
        invalid(
            "a name of 256 bytes",
            "Invalid column name: '" + "ä".repeat(128) + "'.",
            () -> calls.put("t", K, "ä".repeat(128), 1)),
        invalid("a name with a hash", "Invalid column name: '#'.", () -> calls.put("t", K, "#", 1)),
        test("a name of other characters", () -> calls.put("t", K, "a-b. c", 1)),
        invalid(
            "a name of the key's",
            "Duplicated attribute column name with primary key column: 'sk'.",
            () -> calls.put("t", K, "sk", 1)),
        invalid(
            "an update of nothing",
            "Attribute column is missing.",
            () -> calls.update("t", K, u -> {})),
        invalid(
            "NaN", "NaN can't be set to double value.", () -> calls.put("t", K, "d", Double.NaN)),
        invalid(
            "infinity",
            "Infinity can't be set to double value.",
            () -> calls.put("t", K, "d", Double.NEGATIVE_INFINITY)));
  }

  private static void putColumns(Calls calls, int count) {
    calls.put(
        "t",
        K,
        p -> IntStream.range(0, count).forEach(i -> p.addColumn("c" + i, ColumnValue.fromLong(i))));
  }

  private static void updateColumns(Calls calls, int count) {
    calls.update(
        "t",
        K,
        u -> IntStream.range(0, count).forEach(i -> u.put("c" + i, ColumnValue.fromLong(i))));
  }

  @TestFactory
  Stream<DynamicTest> keysThatAreNotTheTables() {
    Calls calls = calls();
    PrimaryKey named = keyOf("pk", "k", "other", 1);
    PrimaryKey typed = keyOf("pk", "k", "sk", "1");
    PrimaryKey blob = keyOf("pk", new byte[1], "sk", 1);
    PrimaryKey shorter = keyOf("pk", "k");
    PrimaryKey longer = keyOf("pk", "k", "sk", 1, "third", 1);
    PrimaryKey reversed = keyOf("sk", 1, "pk", "k");
    PrimaryKey infinite = keyOf("pk", "k", "sk", PrimaryKeyValue.INF_MAX);
    String name = "Validate PK name fail. Input: other, Meta: sk.";
    String type = "Validate PK type fail. Input: VT_STRING, Meta: VT_INTEGER.";
    return Stream.of(
        invalidKey("put, name", name, () -> calls.put("t", named)),
        invalidKey("update, name", name, () -> updateOf(calls, named)),
        invalidKey("delete, name", name, () -> calls.delete("t", named, d -> {})),
        invalidKey("get, name", name, () -> calls.read("t", named)),
        invalidKey("put, type", type, () -> calls.put("t", typed)),
        invalidKey("update, type", type, () -> updateOf(calls, typed)),
        invalidKey("delete, type", type, () -> calls.delete("t", typed, d -> {})),
        invalidKey("get, type", type, () -> calls.read("t", typed)),
        invalidKey(
            "put, binary",
            "Validate PK type fail. Input: VT_BLOB, Meta: VT_STRING.",
            () -> calls.put("t", blob)),
        invalidKey(
            "put, too short",
            "Validate PK size fail. Input: 1, Meta: 2.",
            () -> calls.put("t", shorter)),
        invalidKey(
            "get, too long",
            "Validate PK size fail. Input: 3, Meta: 2.",
            () -> calls.read("t", longer)),
        invalidKey(
            "put, other order",
            "Validate PK name fail. Input: sk, Meta: pk.",
            () -> calls.put("t", reversed)),
        invalid(
            "put, infinite",
            "VT_INF_MAX is an invalid type for the primary key.",
            () -> calls.put("t", infinite)),
        invalid(
            "get, infinite",
            "VT_INF_MAX is an invalid type for the primary key.",
            () -> calls.read("t", infinite)),
        refused(
            "an unknown table",
            404,
            "OTSObjectNotExist",
            "Requested table does not exist.",
            () -> calls.put("nope", K)));
  }

  private static void updateOf(Calls calls, PrimaryKey key) {
    calls.update("t", key, u -> u.put("a", value(1)));
  }

  private static DynamicTest invalidKey(
      String name, String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return refused(name, 400, Calls.INVALID_KEY, message, call);
  }

  @TestFactory
  Stream<DynamicTest> versionsThatAreAccepted() {
    Calls calls = calls();
    calls.createTable("d", new TableOptions(-1, 1, 3600));
    calls.createTable("e", new TableOptions(86_400, 1, 1_000_000));
    long now = System.currentTimeMillis();
    String far = "Invalid timestamp. Cell: 'a'.";
    String range = "Timestamp must be in range [0, INT64_MAX/1000).";
    return Stream.of(
        test("a day back, almost", () -> version(calls, "t", now - 86_390_000)),
        test("a day ahead, almost", () -> version(calls, "t", now + 86_390_000)),
        invalid("more than a day back", far, () -> version(calls, "t", now - 86_410_000)),
        invalid("more than a day ahead", far, () -> version(calls, "t", now + 86_490_000)),
        test("an hour back, almost", () -> version(calls, "d", now - 3_590_000)),
        invalid("more than an hour back", far, () -> version(calls, "d", now - 3_610_000)),
        invalid("older than the time to live", far, () -> version(calls, "e", now - 86_410_000)),
        test("ahead further than the time to live", () -> version(calls, "e", now + 200_000_000)),
        invalid("the first too large", range, () -> version(calls, "t", Long.MAX_VALUE / 1000)),
        invalid("0", far, () -> version(calls, "t", 0)));
  }

  private static void version(Calls calls, String table, long version) {
    calls.put(table, K, (RowPutChange p) -> p.addColumn("a", value(1), version));
  }

  @TestFactory
  Stream<DynamicTest> autoIncrement() {
    Calls calls = calls();
    TableMeta meta = new TableMeta("auto");
    meta.addPrimaryKeyColumn("pk", PrimaryKeyType.STRING);
    meta.addPrimaryKeyColumn(
        new PrimaryKeySchema("id", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT));
    calls.client().createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
    PrimaryKey placeholder = keyOf("pk", "k", "id", PrimaryKeyValue.AUTO_INCREMENT);
    List<Long> ids = new ArrayList<>();
    return Stream.of(
        test(
            "numbers rise",
            () -> {
              for (int i = 0; i < 10; i++) {
                PrimaryKey made =
                    calls
                        .put(
                            "auto",
                            placeholder,
                            p -> {
                              p.addColumn("a", value(1));
                              p.setReturnType(ReturnType.RT_PK);
                            })
                        .getRow()
                        .getPrimaryKey();
                ids.add(made.getPrimaryKeyColumn("id").getValue().asLong());
              }
              assertThat(ids).doesNotHaveDuplicates().isSorted();
            }),
        test(
            "a row is read by its number",
            () ->
                assertThat(calls.read("auto", keyOf("pk", "k", "id", ids.get(3)))).endsWith("a=1")),
        test(
            "a row that is there is updated by its number",
            () -> {
              PrimaryKey made = keyOf("pk", "k", "id", ids.get(3));
              calls.update("auto", made, u -> u.put("a", value(2)));
              calls.put("auto", made, p -> p.setCondition(expect(EXPECT_EXIST)));
              calls.delete("auto", made, d -> {});
              assertThat(calls.read("auto", made)).isEqualTo("none");
            }),
        invalid(
            "a read needs the number",
            "PKAutoIncr can't be used for read operations.",
            () -> calls.read("auto", placeholder)),
        invalid(
            "a delete needs the number",
            "Invalid row to delete which with pk auto increment.",
            () -> calls.delete("auto", placeholder, d -> {})),
        invalid(
            "a put expects nothing",
            "Invalid expect: EXPECT_NOT_EXIST when modify row with pk auto increment.",
            () -> calls.put("auto", placeholder, p -> p.setCondition(expect(EXPECT_NOT_EXIST)))),
        refused(
            "the placeholder is for its column",
            400,
            Calls.INVALID_KEY,
            "Validate PK type fail. Input: VT_AUTO_INCREMENT, Meta: VT_INTEGER.",
            () -> calls.put("t", keyOf("pk", "k", "sk", PrimaryKeyValue.AUTO_INCREMENT))));
  }

  @TestFactory
  Stream<DynamicTest> tablesWithoutUpdates() {
    Calls calls = calls();
    TableOptions options = new TableOptions(-1, 1);
    options.setAllowUpdate(false);
    calls.createTable("fixed", options);
    return Stream.of(
        test("puts go", () -> calls.put("fixed", K, "a", 1)),
        test("deletes go", () -> calls.delete("fixed", K, d -> {})),
        invalid(
            "updates do not",
            "Update operation is not allowed in this table",
            () -> calls.update("fixed", K, u -> u.put("a", value(1)))));
  }
}
