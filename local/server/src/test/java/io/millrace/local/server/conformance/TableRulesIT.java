package io.millrace.local.server.conformance;

import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.refused;
import static io.millrace.local.server.conformance.Calls.test;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.AddDefinedColumnRequest;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DeleteDefinedColumnRequest;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateTableRequest;
import com.alicloud.openservices.tablestore.model.UpdateTableResponse;
import io.millrace.local.server.SdkServer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Making, changing, describing, listing and removing tables: names, schemas, options, limits. */
class TableRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  @TestFactory
  Stream<DynamicTest> names() {
    Calls calls = new Calls(SERVER.sync());
    return Stream.of(
        test("one letter", () -> calls.createTable("a")),
        test("the other case is another table", () -> calls.createTable("A")),
        test("an underscore first", () -> calls.createTable("_1")),
        test("255 letters", () -> calls.createTable("n".repeat(255))),
        unnamed(calls, "n".repeat(256)),
        unnamed(calls, "1a"),
        unnamed(calls, "a-b"),
        unnamed(calls, "a.b"),
        unnamed(calls, "a b"),
        unnamed(calls, "ä"),
        invalid(
            "reading a table of such a name",
            "Invalid table name: 'a-b'.",
            () -> calls.read("a-b", key("k", 1))),
        invalid(
            "describing one",
            "Invalid table name: 'a-b'.",
            () -> calls.client().describeTable(new DescribeTableRequest("a-b"))),
        refused(
            "a name that is taken",
            409,
            "OTSObjectAlreadyExist",
            "Requested table already exists.",
            () -> calls.createTable("a")),
        refused(
            "deleting an unknown table",
            404,
            "OTSObjectNotExist",
            "Requested table does not exist.",
            () -> calls.client().deleteTable(new DeleteTableRequest("nope"))),
        refused(
            "updating an unknown table",
            404,
            "OTSObjectNotExist",
            "Requested table does not exist.",
            () -> calls.client().updateTable(options("nope", new TableOptions(-1)))),
        test(
            "the list is in order",
            () ->
                assertThat(calls.client().listTable().getTableNames())
                    .containsExactly("A", "_1", "a", "n".repeat(255))),
        test(
            "a name is free again once its table is gone",
            () -> {
              calls.put("a", key("k", 1), "c", 1);
              calls.client().deleteTable(new DeleteTableRequest("a"));
              calls.createTable("a");
              assertThat(calls.read("a", key("k", 1))).isEqualTo("none");
            }));
  }

  private static DynamicTest unnamed(Calls calls, String name) {
    return invalid(
        "name " + name, "Invalid table name: '" + name + "'.", () -> calls.createTable(name));
  }

  @TestFactory
  Stream<DynamicTest> schemas() {
    Calls calls = new Calls(SERVER.sync());
    return Stream.of(
        test("one key column", () -> calls.createTable(meta("one", 1))),
        test("four key columns", () -> calls.createTable(meta("four", 4))),
        invalid(
            "five key columns",
            "The number of primary key columns must be in range: [1, 4].",
            () -> calls.createTable(meta("five", 5))),
        invalid(
            "a key column twice",
            "Duplicated primary key name: 'k0'.",
            () -> {
              TableMeta meta = meta("twice", 1);
              meta.addPrimaryKeyColumn("k0", PrimaryKeyType.INTEGER);
              calls.createTable(meta);
            }),
        invalid(
            "a key column that cannot be named so",
            "Invalid column name: '#'.",
            () -> {
              TableMeta meta = meta("named", 1);
              meta.addPrimaryKeyColumn("#", PrimaryKeyType.INTEGER);
              calls.createTable(meta);
            }),
        test("a binary key", () -> calls.createTable(keys("binary", PrimaryKeyType.BINARY))),
        test("an auto-increment key", () -> calls.createTable(auto("auto", 1))),
        invalid(
            "two auto-increment keys",
            "AUTO_INCREMENT primary key count must <= 1.",
            () -> calls.createTable(auto("auto2", 2))),
        invalid(
            "an auto-increment partition key",
            "First primary key can't be auto increment, table: auto3.",
            () -> {
              TableMeta meta = new TableMeta("auto3");
              meta.addPrimaryKeyColumn(
                  new PrimaryKeySchema(
                      "k", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT));
              calls.createTable(meta);
            }),
        test("32 defined columns", () -> calls.createTable(defined("d32", 32))),
        invalid(
            "33 defined columns",
            "The number of defined columns must be in range: [0, 32].",
            () -> calls.createTable(defined("d33", 33))),
        invalid(
            "one more for a table that has 32",
            "The number of defined columns must be in range: [0, 32].",
            () -> {
              AddDefinedColumnRequest add = new AddDefinedColumnRequest();
              add.setTableName("d32");
              add.addDefinedColumn("more", DefinedColumnType.STRING);
              calls.client().addDefinedColumn(add);
            }),
        test(
            "one for one",
            () -> {
              DeleteDefinedColumnRequest delete = new DeleteDefinedColumnRequest();
              delete.setTableName("d32");
              delete.addDefinedColumn("d0");
              calls.client().deleteDefinedColumn(delete);
              AddDefinedColumnRequest add = new AddDefinedColumnRequest();
              add.setTableName("d32");
              add.addDefinedColumn("more", DefinedColumnType.DOUBLE);
              calls.client().addDefinedColumn(add);
              assertThat(describe(calls, "d32").getTableMeta().getDefinedColumnsList())
                  .hasSize(32)
                  .last()
                  .extracting(column -> column.getName() + " " + column.getType())
                  .isEqualTo("more DOUBLE");
            }),
        invalid(
            "deleting a column that is not defined",
            "Column does not exist: 'd0'.",
            () -> {
              DeleteDefinedColumnRequest delete = new DeleteDefinedColumnRequest();
              delete.setTableName("d32");
              delete.addDefinedColumn("d0");
              calls.client().deleteDefinedColumn(delete);
            }));
  }

  private static TableMeta meta(String name, int keyColumns) {
    TableMeta meta = new TableMeta(name);
    IntStream.range(0, keyColumns)
        .forEach(i -> meta.addPrimaryKeyColumn("k" + i, PrimaryKeyType.STRING));
    return meta;
  }

  private static TableMeta keys(String name, PrimaryKeyType type) {
    TableMeta meta = new TableMeta(name);
    meta.addPrimaryKeyColumn("k", type);
    return meta;
  }

  private static TableMeta auto(String name, int count) {
    TableMeta meta = meta(name, 1);
    for (int i = 0; i < count; i++) {
      meta.addPrimaryKeyColumn(
          new PrimaryKeySchema(
              "auto" + i, PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT));
    }
    return meta;
  }

  private static TableMeta defined(String name, int columns) {
    TableMeta meta = meta(name, 1);
    IntStream.range(0, columns)
        .forEach(i -> meta.addDefinedColumn("d" + i, DefinedColumnType.STRING));
    return meta;
  }

  @TestFactory
  Stream<DynamicTest> options() {
    Calls calls = new Calls(SERVER.sync());
    return Stream.of(
        test("a day to live", () -> calls.createTable("day", new TableOptions(86_400, 1))),
        invalid(
            "a second less",
            "Invalid TimeToLive: 86399. It must be -1 or at least 86400.",
            () -> calls.createTable("u", new TableOptions(86_399, 1))),
        test(
            "all versions",
            () -> calls.createTable("all", new TableOptions(-1, Integer.MAX_VALUE))),
        test(
            "the largest deviation",
            () -> calls.createTable("dev", new TableOptions(-1, 1, Long.MAX_VALUE / 1_000_000))),
        invalid(
            "one more",
            "The maximum deviation must be in range [0, INT64_MAX/1000000].",
            () -> calls.createTable("u", new TableOptions(-1, 1, Long.MAX_VALUE / 1_000_000 + 1))),
        test("a week of changes", () -> stream(calls, "week", 168)),
        invalid(
            "an hour more",
            "The expiration time of a stream must be in range: [1, 168] hours, not 169.",
            () -> stream(calls, "u", 169)),
        test("100,000 units", () -> reserve(calls, "units", 100_000)),
        invalid(
            "100,001 units",
            "Invalid Capacity Unit:100001. Capacity Unit must not be greater than 100000.",
            () -> reserve(calls, "u", 100_001)),
        test(
            "what is not chosen is the service's default",
            () -> {
              calls.createTable("plain");
              DescribeTableResponse table = describe(calls, "plain");
              assertThat(table.getTableOptions().getTimeToLive()).isEqualTo(-1);
              assertThat(table.getTableOptions().getMaxVersions()).isEqualTo(1);
              assertThat(table.getTableOptions().getMaxTimeDeviation()).isEqualTo(86_400);
              assertThat(table.getTableOptions().getAllowUpdate()).isTrue();
              assertThat(table.getStreamDetails().isEnableStream()).isFalse();
              assertThat(table.getShardSplits()).isEmpty();
              assertThat(table.getIndexMeta()).isEmpty();
            }),
        test(
            "options are changed one by one",
            () -> {
              TableOptions versions = new TableOptions();
              versions.setMaxVersions(7);
              TableOptions after =
                  calls.client().updateTable(options("plain", versions)).getTableOptions();
              assertThat(after.getMaxVersions()).isEqualTo(7);
              assertThat(after.getTimeToLive()).isEqualTo(-1);
              TableOptions live = new TableOptions(90_000);
              after = calls.client().updateTable(options("plain", live)).getTableOptions();
              assertThat(after.getTimeToLive()).isEqualTo(90_000);
              assertThat(after.getMaxVersions()).isEqualTo(7);
              TableOptions deviation = new TableOptions();
              deviation.setMaxTimeDeviation(60);
              after = calls.client().updateTable(options("plain", deviation)).getTableOptions();
              assertThat(after.getMaxTimeDeviation()).isEqualTo(60);
              assertThat(describe(calls, "plain").getTableOptions().getMaxTimeDeviation())
                  .isEqualTo(60);
            }),
        invalid(
            "too short a life in an update",
            "Invalid TimeToLive: 1. It must be -1 or at least 86400.",
            () -> calls.client().updateTable(options("plain", new TableOptions(1)))),
        test(
            "throughput alone",
            () -> {
              UpdateTableRequest update = new UpdateTableRequest("plain");
              update.setReservedThroughputForUpdate(new ReservedThroughput(new CapacityUnit(3, 4)));
              UpdateTableResponse after = calls.client().updateTable(update);
              CapacityUnit units = after.getReservedThroughputDetails().getCapacityUnit();
              assertThat(units.getReadCapacityUnit()).isEqualTo(3);
              assertThat(units.getWriteCapacityUnit()).isEqualTo(4);
              assertThat(after.getTableOptions().getMaxVersions()).isEqualTo(7);
              assertThat(after.getReservedThroughputDetails().getLastIncreaseTime())
                  .isBetween(
                      System.currentTimeMillis() / 1000 - 600,
                      System.currentTimeMillis() / 1000 + 600);
            }),
        test(
            "versions beyond a smaller limit are gone",
            () -> {
              calls.createTable("fewer", new TableOptions(-1, 3));
              for (int i = 0; i < 3; i++) {
                int n = i;
                calls.update("fewer", key("k", 1), u -> u.put("c", Calls.value(n)));
              }
              assertThat(calls.readAll("fewer", key("k", 1))).isEqualTo("k/1 c=2 c=1 c=0");
              calls.client().updateTable(options("fewer", new TableOptions(-1, 1)));
              assertThat(calls.readAll("fewer", key("k", 1))).isEqualTo("k/1 c=2");
            }));
  }

  private static UpdateTableRequest options(String table, TableOptions options) {
    UpdateTableRequest update = new UpdateTableRequest(table);
    update.setTableOptionsForUpdate(options);
    return update;
  }

  private static void stream(Calls calls, String name, int hours) {
    CreateTableRequest create =
        new CreateTableRequest(SdkServer.meta(name), new TableOptions(-1, 1));
    create.setStreamSpecification(new StreamSpecification(true, hours));
    calls.client().createTable(create);
  }

  private static void reserve(Calls calls, String name, int units) {
    calls
        .client()
        .createTable(
            new CreateTableRequest(
                SdkServer.meta(name),
                new TableOptions(-1, 1),
                new ReservedThroughput(new CapacityUnit(units, 0))));
  }

  private static DescribeTableResponse describe(Calls calls, String table) {
    return calls.client().describeTable(new DescribeTableRequest(table));
  }

  @TestFactory
  Stream<DynamicTest> theNumberOfTables() {
    Calls calls = new Calls(SERVER.sync());
    return Stream.of(
        test("64", () -> IntStream.range(0, 64).forEach(i -> calls.createTable("t" + i))),
        refused(
            "65",
            403,
            "OTSQuotaExhausted",
            "Number of tables exceeds the quota:64.",
            () -> calls.createTable("t64")),
        test(
            "one for one",
            () -> {
              calls.client().deleteTable(new DeleteTableRequest("t7"));
              calls.createTable("t64");
              assertThat(calls.client().listTable().getTableNames()).hasSize(64);
            }));
  }
}
