package io.millrace.local.server.conformance;

import static com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter.CompareOperator.EQUAL;
import static com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter.CompareOperator.GREATER_EQUAL;
import static com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter.CompareOperator.GREATER_THAN;
import static com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter.CompareOperator.LESS_THAN;
import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.backward;
import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.keyOf;
import static io.millrace.local.server.conformance.Calls.keys;
import static io.millrace.local.server.conformance.Calls.refused;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowQueryCriteria;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import io.millrace.local.server.SdkServer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** GetRange: which rows come back in which order, and where a page ends. */
class RangeRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final PrimaryKeyValue MIN = PrimaryKeyValue.INF_MIN;
  private static final PrimaryKeyValue MAX = PrimaryKeyValue.INF_MAX;

  private static void named(RowQueryCriteria criteria, String... names) {
    criteria.addColumnsToGet(names);
  }

  @TestFactory
  Stream<DynamicTest> ranges() {
    Calls calls = Calls.withTable(SERVER);
    for (String pk : new String[] {"a", "b", "c"}) {
      for (int sk = 1; sk <= 3; sk++) {
        calls.put("t", key(pk, sk), "n", sk, "only" + sk, true);
      }
    }
    String all = "a/1 a/2 a/3 b/1 b/2 b/3 c/1 c/2 c/3";
    SingleColumnValueFilter large = new SingleColumnValueFilter("n", GREATER_EQUAL, value(3));
    return Stream.of(
        ranges(calls, "all", all, q -> {}),
        ranges(calls, "all backward", "c/3 c/2 c/1 b/3 b/2 b/1 a/3 a/2 a/1", Calls::backward),
        ranges(
            calls,
            "from one on, up to another",
            "a/2 a/3 b/1",
            q -> from(q, key("a", 2), key("b", 2))),
        ranges(
            calls,
            "one partition key",
            "b/1 b/2 b/3",
            q -> from(q, ends("b", MIN), ends("b", MAX))),
        ranges(
            calls,
            "of a prefix to the end",
            "b/1 b/2 b/3 c/1 c/2 c/3",
            q -> from(q, ends("b", MIN), ends("c", MAX))),
        ranges(calls, "of no row", "", q -> from(q, key("a", 4), key("b", 1))),
        ranges(
            calls, "between two partition keys", "", q -> from(q, ends("a", MAX), ends("b", MIN))),
        ranges(
            calls,
            "backward from one on, down to another",
            "b/2 b/1 a/3",
            q -> {
              backward(q);
              from(q, key("b", 2), key("a", 2));
            }),
        ranges(calls, "those that pass a filter", "a/3 b/3 c/3", q -> q.setFilter(large)),
        ranges(calls, "those that have a column", "a/2 b/2 c/2", q -> named(q, "only2")),
        ranges(calls, "those that a key column is named of", all, q -> named(q, "pk")),
        test(
            "pages of a limit",
            () -> {
              GetRangeResponse page = calls.range("t", q -> q.setLimit(4));
              assertThat(keys(page.getRows())).isEqualTo("a/1 a/2 a/3 b/1");
              assertThat(page.getNextStartPrimaryKey()).isEqualTo(key("b", 2));
              page = calls.range("t", q -> next(q, key("b", 2), 4));
              assertThat(page.getNextStartPrimaryKey()).isEqualTo(key("c", 3));
              page = calls.range("t", q -> next(q, key("c", 3), 4));
              assertThat(keys(page.getRows())).isEqualTo("c/3");
              assertThat(page.getNextStartPrimaryKey()).isNull();
            }),
        test(
            "a limit that is just enough",
            () -> {
              GetRangeResponse page = calls.range("t", q -> q.setLimit(9));
              assertThat(keys(page.getRows())).isEqualTo(all);
              assertThat(page.getNextStartPrimaryKey()).isNull();
            }),
        test(
            "a limit counts what passes the filter",
            () -> {
              GetRangeResponse page =
                  calls.range(
                      "t",
                      q -> {
                        q.setLimit(2);
                        q.setFilter(large);
                      });
              assertThat(keys(page.getRows())).isEqualTo("a/3 b/3");
              assertThat(page.getNextStartPrimaryKey()).isEqualTo(key("c", 1));
            }),
        test(
            "pages backward",
            () -> {
              GetRangeResponse page =
                  calls.range(
                      "t",
                      q -> {
                        backward(q);
                        q.setLimit(2);
                      });
              assertThat(keys(page.getRows())).isEqualTo("c/3 c/2");
              assertThat(page.getNextStartPrimaryKey()).isEqualTo(key("c", 1));
            }),
        invalid(
            "forward from behind",
            "Begin key must less than end key in FORWARD",
            () -> calls.range("t", q -> from(q, key("b", 1), key("a", 1)))),
        invalid(
            "forward from the end to the end",
            "Begin key must less than end key in FORWARD",
            () -> calls.range("t", q -> from(q, key("a", 1), key("a", 1)))),
        invalid(
            "backward from before",
            "Begin key must more than end key in BACKWARD",
            () ->
                calls.range(
                    "t",
                    q -> {
                      backward(q);
                      from(q, key("a", 1), key("b", 1));
                    })),
        invalid(
            "backward from the end to the end",
            "Begin key must more than end key in BACKWARD",
            () ->
                calls.range(
                    "t",
                    q -> {
                      backward(q);
                      from(q, key("a", 1), key("a", 1));
                    })),
        refused(
            "of keys of another name",
            400,
            Calls.INVALID_KEY,
            "Validate PK name fail. Input: xk, Meta: sk.",
            () -> calls.range("t", q -> from(q, keyOf("pk", "a", "xk", 1), ends("b", MAX)))),
        refused(
            "of keys that are too short",
            400,
            Calls.INVALID_KEY,
            "Validate PK size fail. Input: 1, Meta: 2.",
            () -> calls.range("t", q -> from(q, keyOf("pk", "a"), keyOf("pk", "b")))),
        refused(
            "of an unknown table",
            404,
            "OTSObjectNotExist",
            "Requested table does not exist.",
            () -> calls.range("nope", q -> {})));
  }

  private static DynamicTest ranges(
      Calls calls, String name, String expected, Consumer<RangeRowQueryCriteria> settings) {
    return test(
        name,
        () -> {
          GetRangeResponse page = calls.range("t", settings);
          assertThat(keys(page.getRows())).isEqualTo(expected);
          assertThat(page.getNextStartPrimaryKey()).isNull();
        });
  }

  private static void from(RangeRowQueryCriteria criteria, PrimaryKey start, PrimaryKey end) {
    criteria.setInclusiveStartPrimaryKey(start);
    criteria.setExclusiveEndPrimaryKey(end);
  }

  private static void next(RangeRowQueryCriteria criteria, PrimaryKey start, int limit) {
    criteria.setInclusiveStartPrimaryKey(start);
    criteria.setLimit(limit);
  }

  private static PrimaryKey ends(String pk, PrimaryKeyValue sk) {
    return keyOf("pk", pk, "sk", sk);
  }

  @TestFactory
  Stream<DynamicTest> cuts() {
    Calls calls = Calls.withTable(SERVER);
    for (int batch = 0; batch < 26; batch++) {
      BatchWriteRowRequest request = new BatchWriteRowRequest();
      for (int i = 0; i < 200; i++) {
        RowPutChange put = new RowPutChange("t", key("k", batch * 200L + i));
        put.addColumn("n", value(batch * 200L + i));
        request.addRowChange(put);
      }
      calls.client().batchWriteRow(request);
    }
    SingleColumnValueFilter last = new SingleColumnValueFilter("n", EQUAL, value(5199));
    SingleColumnValueFilter first = new SingleColumnValueFilter("n", LESS_THAN, value(2));
    SingleColumnValueFilter rest = new SingleColumnValueFilter("n", GREATER_THAN, value(5197));
    return Stream.of(
        cut(calls, "at 5,000 rows", q -> {}, 5000, key("k", 5000)),
        cut(calls, "at 5,000 rows whatever the limit", q -> q.setLimit(5100), 5000, key("k", 5000)),
        cut(calls, "backward", Calls::backward, 5000, key("k", 199)),
        cut(calls, "a page without rows", q -> q.setFilter(last), 0, key("k", 5000)),
        cut(calls, "rows at the start alone", q -> q.setFilter(first), 2, key("k", 5000)),
        cut(
            calls,
            "the page after it",
            q -> {
              next(q, key("k", 5000), 100);
              q.setFilter(rest);
            },
            2,
            null),
        cut(calls, "rows without the column count too", q -> named(q, "x"), 0, key("k", 5000)));
  }

  private static DynamicTest cut(
      Calls calls,
      String name,
      Consumer<RangeRowQueryCriteria> settings,
      int rows,
      PrimaryKey next) {
    return test(
        name,
        () -> {
          GetRangeResponse page = calls.range("t", settings);
          assertThat(page.getRows()).hasSize(rows);
          assertThat(page.getNextStartPrimaryKey()).isEqualTo(next);
        });
  }
}
