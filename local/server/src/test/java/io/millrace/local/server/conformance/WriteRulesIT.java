package io.millrace.local.server.conformance;

import static com.alicloud.openservices.tablestore.model.RowExistenceExpectation.EXPECT_EXIST;
import static com.alicloud.openservices.tablestore.model.RowExistenceExpectation.EXPECT_NOT_EXIST;
import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.expect;
import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.keyOf;
import static io.millrace.local.server.conformance.Calls.refused;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.text;
import static io.millrace.local.server.conformance.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.ReturnType;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import io.millrace.local.server.SdkServer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * PutRow, UpdateRow and DeleteRow: what they leave of a row, returned rows, versions, counted keys.
 */
class WriteRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final PrimaryKey K = key("k", 1);
  private static final PrimaryKey ABSENT = key("absent", 1);

  @TestFactory
  Stream<DynamicTest> whatIsLeftOfARow() {
    Calls calls = Calls.withTable(SERVER);
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
  Stream<DynamicTest> returnedRows() {
    Calls calls = Calls.withTable(SERVER);
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
  Stream<DynamicTest> versionsThatAreAccepted() {
    Calls calls = Calls.withTable(SERVER);
    calls.createTable("d", new TableOptions(-1, 1, 3600));
    calls.createTable("e", new TableOptions(86_400, 1, 1_000_000));
    long now = System.currentTimeMillis();
    String far = "Invalid timestamp. Cell: 'a'.";
    String range = "Timestamp must be in range [0, INT64_MAX/1000).";
    return Stream.of(
        test("a day back, almost", () -> version(calls, "t", now - 86_000_000)),
        test("a day ahead, almost", () -> version(calls, "t", now + 86_000_000)),
        invalid("more than a day back", far, () -> version(calls, "t", now - 86_500_000)),
        invalid("more than a day ahead", far, () -> version(calls, "t", now + 87_000_000)),
        test("an hour back, almost", () -> version(calls, "d", now - 3_200_000)),
        invalid("more than an hour back", far, () -> version(calls, "d", now - 3_700_000)),
        invalid("older than the time to live", far, () -> version(calls, "e", now - 86_500_000)),
        test("ahead further than the time to live", () -> version(calls, "e", now + 200_000_000)),
        invalid("the first too large", range, () -> version(calls, "t", Long.MAX_VALUE / 1000)),
        invalid("0", far, () -> version(calls, "t", 0)));
  }

  private static void version(Calls calls, String table, long version) {
    calls.put(table, K, (RowPutChange p) -> p.addColumn("a", value(1), version));
  }

  @TestFactory
  Stream<DynamicTest> autoIncrement() {
    Calls calls = Calls.withTable(SERVER);
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
    Calls calls = Calls.withTable(SERVER);
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
