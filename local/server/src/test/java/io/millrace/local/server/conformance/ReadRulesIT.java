package io.millrace.local.server.conformance;

import static com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter.CompareOperator.EQUAL;
import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.text;
import static io.millrace.local.server.conformance.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowQueryCriteria;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.TimeRange;
import com.alicloud.openservices.tablestore.model.filter.ColumnPaginationFilter;
import com.alicloud.openservices.tablestore.model.filter.CompositeColumnValueFilter;
import com.alicloud.openservices.tablestore.model.filter.CompositeColumnValueFilter.LogicOperator;
import com.alicloud.openservices.tablestore.model.filter.Filter;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import io.millrace.local.server.SdkServer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** GetRow: which columns and versions come back, and what a filter sees. */
class ReadRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final PrimaryKey K = key("k", 1);

  @TestFactory
  Stream<DynamicTest> columns() {
    Calls calls = Calls.withTable(SERVER);
    calls.put("t", K, "a", 1, "b", 2, "c", 3, "d", 4);
    return Stream.of(
        reads(calls, "all", "k/1 a=1 b=2 c=3 d=4", q -> {}),
        reads(calls, "some", "k/1 b=2 d=4", q -> q.addColumnsToGet(new String[] {"d", "b"})),
        reads(calls, "some that are there", "k/1 a=1", q -> named(q, "a", "x")),
        reads(calls, "none that is there", "none", q -> named(q, "x", "y")),
        reads(calls, "a key column", "k/1", q -> named(q, "pk")),
        reads(calls, "a key column and one that is not there", "k/1", q -> named(q, "sk", "x")),
        reads(calls, "a key column and one that is", "k/1 a=1", q -> named(q, "sk", "a")),
        reads(calls, "from b on", "k/1 b=2 c=3 d=4", q -> q.setStartColumn("b")),
        reads(calls, "up to c", "k/1 a=1 b=2", q -> q.setEndColumn("c")),
        reads(calls, "from b up to d", "k/1 b=2 c=3", q -> columnRange(q, "b", "d")),
        reads(calls, "from b0 up to b9", "k/1", q -> columnRange(q, "b0", "b9")),
        reads(calls, "the first two", "k/1 a=1 b=2", q -> q.setFilter(page(2, 0))),
        reads(calls, "the second two", "k/1 c=3 d=4", q -> q.setFilter(page(2, 2))),
        reads(calls, "beyond the last", "k/1", q -> q.setFilter(page(2, 9))),
        reads(
            calls,
            "one from b on",
            "k/1 b=2",
            q -> {
              q.setStartColumn("b");
              q.setFilter(page(1, 0));
            }),
        test("1,024 names", () -> calls.get("t", K, q -> names(q, 1024))),
        invalid(
            "1,025 names",
            "The number of columns from the request exceeds the limit, limit count: 1024, column"
                + " count: 1025.",
            () -> calls.get("t", K, q -> names(q, 1025))),
        invalid(
            "a name that no column can have",
            "Invalid column name: '#x'.",
            () -> calls.get("t", K, q -> named(latest(q), "#x"))));
  }

  private static DynamicTest reads(
      Calls calls, String name, String expected, Consumer<SingleRowQueryCriteria> settings) {
    return test(
        name,
        () ->
            assertThat(text(calls.get("t", K, q -> settings.accept(latest(q))).getRow()))
                .isEqualTo(expected));
  }

  private static SingleRowQueryCriteria latest(SingleRowQueryCriteria criteria) {
    criteria.setMaxVersions(1);
    return criteria;
  }

  private static void named(RowQueryCriteria criteria, String... names) {
    criteria.addColumnsToGet(names);
  }

  private static void names(SingleRowQueryCriteria criteria, int count) {
    latest(criteria);
    IntStream.range(0, count).forEach(i -> criteria.addColumnsToGet("c" + i));
  }

  private static void columnRange(SingleRowQueryCriteria criteria, String start, String end) {
    criteria.setStartColumn(start);
    criteria.setEndColumn(end);
  }

  private static Filter page(int limit, int offset) {
    return new ColumnPaginationFilter(limit, offset);
  }

  @TestFactory
  Stream<DynamicTest> versions() {
    Calls calls = new Calls(SERVER.sync());
    calls.createTable("t", new TableOptions(-1, 5));
    long now = System.currentTimeMillis();
    for (int i = 0; i < 4; i++) {
      long version = now + i;
      calls.update("t", K, u -> u.put("a", value(version - now), version));
    }
    calls.update("t", K, u -> u.put("b", value("b"), now));
    return Stream.of(
        versions(calls, "the newest", "k/1 a=3 b=b", q -> q.setMaxVersions(1)),
        versions(calls, "the two newest", "k/1 a=3 a=2 b=b", q -> q.setMaxVersions(2)),
        versions(calls, "all", "k/1 a=3 a=2 a=1 a=0 b=b", q -> q.setMaxVersions(9)),
        versions(calls, "one", "k/1 a=2", q -> q.setTimestamp(now + 2)),
        versions(
            calls, "from the third on", "k/1 a=3 a=2", q -> q.setTimeRange(new TimeRange(now + 2))),
        versions(
            calls,
            "from the second, to the third alone",
            "k/1 a=2 a=1",
            q -> q.setTimeRange(new TimeRange(now + 1, now + 3))),
        versions(
            calls,
            "the newest of a range",
            "k/1 a=2",
            q -> {
              q.setTimeRange(new TimeRange(now + 1, now + 3));
              q.setMaxVersions(1);
            }),
        versions(
            calls,
            "a named column that has none in the range",
            "none",
            q -> {
              q.setTimeRange(new TimeRange(now + 1, now + 3));
              q.addColumnsToGet("b");
            }),
        invalid(
            "none asked for",
            "No version condition is specified.",
            () -> calls.get("t", K, q -> {})),
        invalid(
            "a range beyond all time",
            "Timestamp must be in range [0, INT64_MAX/1000).",
            () -> calls.get("t", K, q -> q.setTimeRange(new TimeRange(Long.MAX_VALUE / 1000)))),
        invalid(
            "a version beyond all time",
            "Timestamp must be in range [0, INT64_MAX/1000).",
            () -> calls.get("t", K, q -> q.setTimestamp(Long.MAX_VALUE / 1000))));
  }

  private static DynamicTest versions(
      Calls calls, String name, String expected, Consumer<SingleRowQueryCriteria> settings) {
    return test(
        name, () -> assertThat(text(calls.get("t", K, settings).getRow())).isEqualTo(expected));
  }

  @TestFactory
  Stream<DynamicTest> filters() {
    Calls calls = new Calls(SERVER.sync());
    calls.createTable("t", new TableOptions(-1, 5));
    long now = System.currentTimeMillis();
    calls.update("t", K, u -> u.put("n", value(1), now).put("s", value("x"), now));
    calls.update("t", K, u -> u.put("n", value(2), now + 1));
    SingleColumnValueFilter two = new SingleColumnValueFilter("n", EQUAL, value(2));
    SingleColumnValueFilter one = new SingleColumnValueFilter("n", EQUAL, value(1));
    SingleColumnValueFilter missing = new SingleColumnValueFilter("m", EQUAL, value(1));
    SingleColumnValueFilter needed = new SingleColumnValueFilter("m", EQUAL, value(1));
    needed.setPassIfMissing(false);
    SingleColumnValueFilter anyVersion = new SingleColumnValueFilter("n", EQUAL, value(1));
    anyVersion.setLatestVersionsOnly(false);
    SingleColumnValueFilter unread = new SingleColumnValueFilter("n", EQUAL, value(9));
    return Stream.of(
        filters(calls, "the newest version", two, true),
        filters(calls, "an older version", one, false),
        filters(calls, "any version, of those read", anyVersion, true),
        filters(calls, "a missing column", missing, true),
        filters(calls, "a missing column that is needed", needed, false),
        filters(calls, "a key column", new SingleColumnValueFilter("sk", EQUAL, value(1)), true),
        filters(calls, "another key", new SingleColumnValueFilter("pk", EQUAL, value("x")), false),
        filters(calls, "AND", all(LogicOperator.AND, two, missing), true),
        filters(calls, "AND, one of two", all(LogicOperator.AND, two, one), false),
        filters(calls, "OR, one of two", all(LogicOperator.OR, one, two), true),
        filters(calls, "NOT", all(LogicOperator.NOT, one), true),
        filters(
            calls,
            "nested",
            new CompositeColumnValueFilter(LogicOperator.NOT)
                .addFilter(all(LogicOperator.AND, two, one)),
            true),
        test(
            "a column that is not read is missing",
            () ->
                assertThat(
                        text(
                            calls
                                .get(
                                    "t",
                                    K,
                                    q -> {
                                      named(latest(q), "s");
                                      q.setFilter(unread);
                                    })
                                .getRow()))
                    .isEqualTo("k/1 s=x")),
        test(
            "32 parts",
            () ->
                calls.get(
                    "t", K, q -> latest(q).setFilter(all(LogicOperator.OR, copies(two, 31))))),
        invalid(
            "33 parts",
            "The count of filter exceeds the max: 32.",
            () ->
                calls.get(
                    "t", K, q -> latest(q).setFilter(all(LogicOperator.OR, copies(two, 32))))),
        invalid(
            "NOT of two",
            "Invalid NOT operator: the number of sub-filters must be 1.",
            () -> calls.get("t", K, q -> latest(q).setFilter(all(LogicOperator.NOT, two, one)))),
        invalid(
            "OR of one",
            "Invalid AND/OR operator: the number of sub-filters must be more than 1.",
            () -> calls.get("t", K, q -> latest(q).setFilter(all(LogicOperator.OR, two)))),
        invalid(
            "a column that cannot be",
            "Invalid column name: '#n'.",
            () ->
                calls.get(
                    "t",
                    K,
                    q -> latest(q).setFilter(new SingleColumnValueFilter("#n", EQUAL, value(1))))));
  }

  private static DynamicTest filters(Calls calls, String name, Filter filter, boolean passes) {
    return test(
        name,
        () ->
            assertThat(
                    calls
                            .get(
                                "t",
                                K,
                                q -> {
                                  q.setMaxVersions(5);
                                  q.setFilter(filter);
                                })
                            .getRow()
                        != null)
                .isEqualTo(passes));
  }

  private static CompositeColumnValueFilter all(
      LogicOperator operator, SingleColumnValueFilter... parts) {
    CompositeColumnValueFilter composite = new CompositeColumnValueFilter(operator);
    for (SingleColumnValueFilter part : parts) {
      composite.addFilter(part);
    }
    return composite;
  }

  private static SingleColumnValueFilter[] copies(SingleColumnValueFilter one, int count) {
    return IntStream.range(0, count).mapToObj(i -> one).toArray(SingleColumnValueFilter[]::new);
  }
}
