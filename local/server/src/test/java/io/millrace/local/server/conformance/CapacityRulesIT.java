package io.millrace.local.server.conformance;

import static com.alicloud.openservices.tablestore.model.RowExistenceExpectation.EXPECT_EXIST;
import static com.alicloud.openservices.tablestore.model.RowExistenceExpectation.EXPECT_NOT_EXIST;
import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.expect;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.units;
import static io.millrace.local.server.conformance.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.BatchGetRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.ComputeSplitsBySizeRequest;
import com.alicloud.openservices.tablestore.model.ConsumedCapacity;
import com.alicloud.openservices.tablestore.model.MultiRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.filter.SingleColumnValueFilter;
import io.millrace.local.server.SdkServer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Consumed capacity units: one for each started 4 KiB of names and values. The key of these rows
 * has 13 bytes, {@code pk}, {@code k}, {@code sk} and a number of eight, so that a column {@code c}
 * of 4,082 fills one unit.
 */
class CapacityRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final String ONE_UNIT = "v".repeat(4082);
  private static final PrimaryKey K = key("k", 1);

  @TestFactory
  Stream<DynamicTest> writes() {
    Calls calls = Calls.withTable(SERVER);
    return Stream.of(
        costs("a key alone", "0/1", () -> calls.put("t", K).getConsumedCapacity()),
        costs("4 KiB", "0/1", () -> calls.put("t", K, "c", ONE_UNIT).getConsumedCapacity()),
        costs(
            "a byte more",
            "0/2",
            () -> calls.put("t", K, "c", ONE_UNIT + "v").getConsumedCapacity()),
        costs(
            "8 KiB",
            "0/2",
            () -> calls.put("t", K, "c", ONE_UNIT + "v".repeat(4096)).getConsumedCapacity()),
        costs(
            "a number counts eight",
            "0/2",
            () -> calls.put("t", K, "c", "v".repeat(4074), "n", 1).getConsumedCapacity()),
        costs(
            "a boolean counts one",
            "0/1",
            () -> calls.put("t", K, "c", "v".repeat(4080), "b", true).getConsumedCapacity()),
        costs(
            "a blob counts its bytes",
            "0/2",
            () -> calls.put("t", K, "c", new byte[4083]).getConsumedCapacity()),
        costs(
            "an expectation reads one",
            "1/1",
            () ->
                calls.put("t", K, p -> p.setCondition(expect(EXPECT_EXIST))).getConsumedCapacity()),
        costs(
            "also that there is no row",
            "1/1",
            () ->
                calls
                    .put("t", key("new", 1), p -> p.setCondition(expect(EXPECT_NOT_EXIST)))
                    .getConsumedCapacity()),
        costs(
            "an update counts what it writes",
            "0/1",
            () -> {
              calls.put("t", K, "c", ONE_UNIT + ONE_UNIT);
              return calls.update("t", K, u -> u.put("d", value("v"))).getConsumedCapacity();
            }),
        costs(
            "a deleted column counts its name",
            "0/1",
            () -> calls.update("t", K, u -> u.deleteColumns("c")).getConsumedCapacity()),
        costs(
            "a deleted row counts its key",
            "0/1",
            () -> calls.delete("t", K, d -> {}).getConsumedCapacity()),
        costs(
            "an absent row too",
            "0/1",
            () -> calls.delete("t", key("absent", 1), d -> {}).getConsumedCapacity()),
        test(
            "each row of a batch",
            () -> {
              BatchWriteRowRequest batch = new BatchWriteRowRequest();
              for (int i = 0; i < 3; i++) {
                RowPutChange put = new RowPutChange("t", key("k", i));
                put.addColumn("c", value(ONE_UNIT + "v".repeat(i)));
                batch.addRowChange(put);
              }
              assertThat(calls.client().batchWriteRow(batch).getSucceedRows())
                  .extracting(row -> units(row.getConsumedCapacity()))
                  .containsExactly("0/1", "0/2", "0/2");
            }));
  }

  @TestFactory
  Stream<DynamicTest> reads() {
    Calls calls = Calls.withTable(SERVER);
    calls.createTable("v", new TableOptions(-1, 5));
    calls.put("t", key("k", 1), "c", ONE_UNIT);
    calls.put("t", key("k", 2), "c", ONE_UNIT + "v");
    calls.put("t", key("k", 3), "a", 1, "c", ONE_UNIT + ONE_UNIT);
    long now = System.currentTimeMillis();
    calls.update("v", K, u -> u.put("c", value(ONE_UNIT), now).put("c", value(ONE_UNIT), now + 1));
    return Stream.of(
        costs("an absent row", "1/0", () -> get(calls, "t", key("absent", 1), 1)),
        costs("4 KiB", "1/0", () -> get(calls, "t", key("k", 1), 1)),
        costs("a byte more", "2/0", () -> get(calls, "t", key("k", 2), 1)),
        costs("one version", "1/0", () -> get(calls, "v", K, 1)),
        costs("two versions", "2/0", () -> get(calls, "v", K, 2)),
        costs("the column that is read", "1/0", () -> get(calls, "t", key("k", 3), 1, "a")),
        costs(
            "a filter changes nothing",
            "2/0",
            () ->
                calls
                    .get(
                        "t",
                        key("k", 2),
                        q -> {
                          q.setMaxVersions(1);
                          q.setFilter(
                              new SingleColumnValueFilter(
                                  "c", SingleColumnValueFilter.CompareOperator.EQUAL, value(1)));
                        })
                    .getConsumedCapacity()),
        costs(
            "a range of nothing",
            "1/0",
            () -> calls.range("v", q -> q.addColumnsToGet("x")).getConsumedCapacity()),
        costs(
            "a range counts its sum", "4/0", () -> calls.range("t", q -> {}).getConsumedCapacity()),
        costs(
            "up to its limit",
            "1/0",
            () -> calls.range("t", q -> q.setLimit(1)).getConsumedCapacity()),
        test(
            "each row of a batch",
            () -> {
              MultiRowQueryCriteria rows = new MultiRowQueryCriteria("t");
              rows.addRow(key("k", 1));
              rows.addRow(key("absent", 1));
              rows.addRow(key("k", 2));
              rows.setMaxVersions(1);
              BatchGetRowRequest batch = new BatchGetRowRequest();
              batch.addMultiRowQueryCriteria(rows);
              assertThat(calls.client().batchGetRow(batch).getSucceedRows())
                  .extracting(row -> units(row.getConsumedCapacity()))
                  .containsExactly("1/0", "1/0", "2/0");
            }),
        costs(
            "split points",
            "1/0",
            () ->
                calls
                    .client()
                    .computeSplitsBySize(new ComputeSplitsBySizeRequest("t", 1))
                    .getConsumedCapacity()));
  }

  private static ConsumedCapacity get(
      Calls calls, String table, PrimaryKey key, int maxVersions, String... columns) {
    return calls
        .get(
            table,
            key,
            q -> {
              q.setMaxVersions(maxVersions);
              q.addColumnsToGet(columns);
            })
        .getConsumedCapacity();
  }

  private static DynamicTest costs(String name, String units, Supplier<ConsumedCapacity> call) {
    return test(name, () -> assertThat(units(call.get())).isEqualTo(units));
  }
}
