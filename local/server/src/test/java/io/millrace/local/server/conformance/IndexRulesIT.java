package io.millrace.local.server.conformance;

import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.keyOf;
import static io.millrace.local.server.conformance.Calls.refused;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.text;
import static io.millrace.local.server.conformance.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.CreateIndexRequest;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DeleteIndexRequest;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.IndexMeta;
import com.alicloud.openservices.tablestore.model.IndexType;
import com.alicloud.openservices.tablestore.model.IndexUpdateMode;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import io.millrace.local.server.SdkServer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Secondary indexes: which rows and columns they have, how they follow, what is refused. */
class IndexRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private Calls calls() {
    Calls calls = new Calls(SERVER.sync());
    TableMeta meta = SdkServer.meta("t");
    meta.addDefinedColumn("city", DefinedColumnType.STRING);
    meta.addDefinedColumn("price", DefinedColumnType.DOUBLE);
    meta.addDefinedColumn("photo", DefinedColumnType.BINARY);
    meta.addDefinedColumn("age", DefinedColumnType.INTEGER);
    calls.createTable(meta);
    return calls;
  }

  private static IndexMeta global(String name, List<String> key, String... columns) {
    IndexMeta index = new IndexMeta(name);
    key.forEach(index::addPrimaryKeyColumn);
    for (String column : columns) {
      index.addDefinedColumn(column);
    }
    return index;
  }

  private static IndexMeta local(String name, List<String> key, String... columns) {
    IndexMeta index = global(name, key, columns);
    index.setIndexType(IndexType.IT_LOCAL_INDEX);
    index.setIndexUpdateMode(IndexUpdateMode.IUM_SYNC_INDEX);
    return index;
  }

  private static void create(Calls calls, IndexMeta index, boolean baseData) {
    calls.client().createIndex(new CreateIndexRequest("t", index, baseData));
  }

  private static PrimaryKey k(long sk) {
    return SdkServer.key("k", sk);
  }

  /** All entries of an index as text, in order. */
  private static List<String> entries(Calls calls, String index, String... key) {
    return calls
        .range(
            index,
            q -> {
              q.setInclusiveStartPrimaryKey(ends(PrimaryKeyValue.INF_MIN, key));
              q.setExclusiveEndPrimaryKey(ends(PrimaryKeyValue.INF_MAX, key));
            })
        .getRows()
        .stream()
        .map(Calls::text)
        .toList();
  }

  private static PrimaryKey ends(PrimaryKeyValue value, String... names) {
    Object[] namesAndValues = new Object[2 * names.length];
    for (int i = 0; i < names.length; i++) {
      namesAndValues[2 * i] = names[i];
      namesAndValues[2 * i + 1] = value;
    }
    return keyOf(namesAndValues);
  }

  @TestFactory
  Stream<DynamicTest> entries() {
    Calls calls = calls();
    calls.put("t", k(1), "city", "Rome", "price", 2.5, "other", 1);
    calls.put("t", k(2), "price", 1.5);
    create(calls, global("by_city", List.of("city"), "price"), true);
    create(calls, global("later", List.of("city")), false);
    create(calls, global("by_two", List.of("sk", "city")), true);
    create(calls, local("of_k", List.of("pk", "city"), "price", "age"), true);
    String[] byCity = {"city", "pk", "sk"};
    return Stream.of(
        test(
            "rows of before are there if asked for",
            () -> {
              assertThat(entries(calls, "by_city", byCity)).containsExactly("Rome/k/1 price=2.5");
              assertThat(entries(calls, "later", byCity)).isEmpty();
            }),
        test(
            "the table's key follows the index's, without what that has",
            () -> {
              assertThat(entries(calls, "by_two", "sk", "city", "pk")).containsExactly("1/Rome/k");
              assertThat(keyColumns(calls, "by_two")).containsExactly("sk", "city", "pk");
              assertThat(keyColumns(calls, "of_k")).containsExactly("pk", "city", "sk");
            }),
        test(
            "a new row has entries",
            () -> {
              calls.put("t", k(3), "city", "Oslo", "price", 3.5);
              assertThat(entries(calls, "by_city", byCity))
                  .containsExactly("Oslo/k/3 price=3.5", "Rome/k/1 price=2.5");
              assertThat(entries(calls, "later", byCity)).containsExactly("Oslo/k/3");
              assertThat(entries(calls, "of_k", "pk", "city", "sk"))
                  .containsExactly("k/Oslo/3 price=3.5", "k/Rome/1 price=2.5");
            }),
        test(
            "an update of a column that is copied",
            () -> {
              calls.update("t", k(3), u -> u.put("price", value(9.5)).put("other", value(2)));
              assertThat(entries(calls, "by_city", byCity)).contains("Oslo/k/3 price=9.5");
            }),
        test(
            "an update of a column of the key moves the entry",
            () -> {
              calls.update("t", k(3), u -> u.put("city", value("Bonn")));
              assertThat(entries(calls, "by_city", byCity))
                  .containsExactly("Bonn/k/3 price=9.5", "Rome/k/1 price=2.5");
              assertThat(entries(calls, "later", byCity)).containsExactly("Bonn/k/3");
            }),
        test(
            "without a column of the key there is no entry",
            () -> {
              calls.update("t", k(3), u -> u.deleteColumns("city"));
              assertThat(entries(calls, "by_city", byCity)).containsExactly("Rome/k/1 price=2.5");
            }),
        test(
            "a deleted row has none",
            () -> {
              calls.put("t", k(4), "city", "Lima");
              calls.delete("t", k(4), d -> {});
              assertThat(entries(calls, "by_city", byCity)).hasSize(1);
            }),
        test(
            "an entry is read like a row",
            () -> {
              PrimaryKey entry = keyOf("city", "Rome", "pk", "k", "sk", 1);
              assertThat(calls.read("by_city", entry)).isEqualTo("Rome/k/1 price=2.5");
              Row row =
                  calls
                      .get(
                          "by_city",
                          entry,
                          q -> {
                            q.setMaxVersions(1);
                            q.addColumnsToGet("other");
                          })
                      .getRow();
              assertThat(text(row)).isEqualTo("none");
            }),
        invalid(
            "an index is not written",
            "Can't write index table directly.",
            () -> calls.put("by_city", keyOf("city", "X", "pk", "k", "sk", 9))),
        test(
            "the table tells its indexes",
            () ->
                assertThat(
                        calls.client().describeTable(new DescribeTableRequest("t")).getIndexMeta())
                    .extracting(
                        index ->
                            index.getIndexName()
                                + index.getPrimaryKeyList()
                                + index.getDefinedColumnsList()
                                + index.getIndexType()
                                + index.getIndexUpdateMode())
                    .containsExactly(
                        "by_city[city][price]IT_GLOBAL_INDEXIUM_ASYNC_INDEX",
                        "later[city][]IT_GLOBAL_INDEXIUM_ASYNC_INDEX",
                        "by_two[sk, city][]IT_GLOBAL_INDEXIUM_ASYNC_INDEX",
                        "of_k[pk, city][price, age]IT_LOCAL_INDEXIUM_SYNC_INDEX")),
        test(
            "a dropped index is gone, its name free",
            () -> {
              calls.client().deleteIndex(new DeleteIndexRequest("t", "later"));
              SdkServer.assertRefused(
                  () -> entries(calls, "later", byCity),
                  404,
                  "OTSObjectNotExist",
                  "Requested table does not exist.");
              calls.createTable("later");
            }),
        test(
            "indexes go with their table",
            () -> {
              calls.client().deleteTable(new DeleteTableRequest("t"));
              assertThat(calls.client().listTable().getTableNames()).containsExactly("later");
            }));
  }

  private static List<String> keyColumns(Calls calls, String index) {
    return calls
        .client()
        .describeTable(new DescribeTableRequest(index))
        .getTableMeta()
        .getPrimaryKeyList()
        .stream()
        .map(PrimaryKeySchema::getName)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> whatIsRefused() {
    Calls calls = calls();
    calls.createTable("versions", new TableOptions(-1, 2));
    TableMeta wide = SdkServer.meta("wide");
    IntStream.range(0, 32).forEach(i -> wide.addDefinedColumn("d" + i, DefinedColumnType.STRING));
    calls.createTable(wide);
    String[] all = IntStream.range(0, 32).mapToObj(i -> "d" + i).toArray(String[]::new);
    return Stream.of(
        invalid(
            "no key column",
            "The number of primary key columns must be in range: [1, 4] in index.",
            () -> create(calls, global("i", List.of()), false)),
        invalid(
            "five key columns",
            "The number of primary key columns must be in range: [1, 4] in index.",
            () -> create(calls, global("i", List.of("pk", "sk", "city", "photo", "age")), false)),
        test(
            "four key columns",
            () -> create(calls, global("four", List.of("sk", "city", "photo", "age")), false)),
        invalid(
            "a key column twice",
            "Duplicated primary key name: 'city'.",
            () -> create(calls, global("i", List.of("city", "city")), false)),
        invalid(
            "a key column that is not defined",
            "Column does not exist: 'nope'.",
            () -> create(calls, global("i", List.of("nope")), false)),
        invalid(
            "a key column of another type",
            "Invalid column type, only STRING,INTEGER,BINARY is allowed.",
            () -> create(calls, global("i", List.of("price")), false)),
        invalid(
            "a column that is not defined",
            "Column does not exist: 'nope'.",
            () -> create(calls, global("i", List.of("city"), "nope"), false)),
        invalid(
            "a local index that begins otherwise",
            "The first primary key column of local index 'i' must be 'pk', that of its table.",
            () -> create(calls, local("i", List.of("city")), false)),
        invalid(
            "a name that cannot be",
            "Invalid table name: 'a-b'.",
            () -> create(calls, global("a-b", List.of("city")), false)),
        refused(
            "a name that is taken",
            409,
            "OTSObjectAlreadyExist",
            "Requested table already exists.",
            () -> create(calls, global("wide", List.of("city")), false)),
        refused(
            "of an unknown table",
            404,
            "OTSObjectNotExist",
            "Requested table does not exist.",
            () ->
                calls
                    .client()
                    .createIndex(
                        new CreateIndexRequest("nope", global("i", List.of("pk")), false))),
        refused(
            "dropping an unknown index",
            404,
            "OTSObjectNotExist",
            "Requested table does not exist.",
            () -> calls.client().deleteIndex(new DeleteIndexRequest("t", "nope"))),
        test(
            "32 columns",
            () ->
                calls
                    .client()
                    .createIndex(
                        new CreateIndexRequest("wide", global("all", List.of("sk"), all), false))),
        test(
            "five indexes, of which there are two",
            () -> {
              for (String name : List.of("a", "b", "c", "d")) {
                create(calls, global(name, List.of("city")), false);
              }
            }),
        invalid(
            "a sixth",
            "Number of index per table exceeds the quota:5.",
            () -> create(calls, global("e", List.of("city")), false)));
  }

  @TestFactory
  Stream<DynamicTest> aTableOfOtherKeys() {
    Calls calls = new Calls(SERVER.sync());
    TableMeta meta = new TableMeta("b");
    meta.addPrimaryKeyColumn("id", PrimaryKeyType.BINARY);
    meta.addDefinedColumn("n", DefinedColumnType.INTEGER);
    calls.createTable(meta);
    calls.client().createIndex(new CreateIndexRequest("b", global("by_n", List.of("n")), false));
    return Stream.of(
        test(
            "numbers in order, the negative first",
            () -> {
              long[] numbers = {5, -3, 0, Long.MIN_VALUE, Long.MAX_VALUE};
              for (int i = 0; i < numbers.length; i++) {
                calls.put("b", keyOf("id", new byte[] {(byte) i}), "n", numbers[i]);
              }
              assertThat(entries(calls, "by_n", "n", "id"))
                  .extracting(entry -> entry.substring(0, entry.indexOf('/')))
                  .containsExactly("-9223372036854775808", "-3", "0", "5", "9223372036854775807");
            }),
        test(
            "a value of another type has no entry",
            () -> {
              calls.put("b", keyOf("id", new byte[] {9}), "n", "text");
              assertThat(entries(calls, "by_n", "n", "id")).hasSize(5);
            }));
  }
}
