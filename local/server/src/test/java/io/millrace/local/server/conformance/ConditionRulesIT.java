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
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.value;
import static io.millrace.local.server.conformance.Calls.when;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.condition.CompositeColumnValueCondition;
import com.alicloud.openservices.tablestore.model.condition.CompositeColumnValueCondition.LogicOperator;
import com.alicloud.openservices.tablestore.model.condition.SingleColumnValueCondition;
import io.millrace.local.server.SdkServer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What writes expect of rows and of their columns. */
class ConditionRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final PrimaryKey K = key("k", 1);
  private static final PrimaryKey ABSENT = key("absent", 1);

  @TestFactory
  Stream<DynamicTest> expectations() {
    Calls calls = Calls.withTable(SERVER);
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
    Calls calls = Calls.withTable(SERVER);
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
                            "n", EQUAL, value("v".repeat(2 * Calls.MEBI + 1))))),
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
}
