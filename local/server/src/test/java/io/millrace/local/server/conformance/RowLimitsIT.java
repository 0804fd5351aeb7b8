package io.millrace.local.server.conformance;

import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.keyOf;
import static io.millrace.local.server.conformance.Calls.refused;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.value;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import io.millrace.local.server.SdkServer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is too much for one row, at the limit and one past it, and which keys are not the table's.
 */
class RowLimitsIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final PrimaryKey K = key("k", 1);

  @TestFactory
  Stream<DynamicTest> limitsOfOneRow() {
    Calls calls = Calls.withTable(SERVER);
    String two = "v".repeat(2 * Calls.MEBI);
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
            () -> calls.update("t", K, u -> u.put("a", value(new byte[2 * Calls.MEBI + 1])))),
        test(
            "a row of 4 MiB in one put",
            () -> calls.put("t", key("k", 1), "a", two, "b", "v".repeat(2 * Calls.MEBI - 15))),
        invalid(
            "a row of 4 MiB and one in one put",
            "The total data size of PutRow request exceeds the limit, limit size: 4194304, data"
                + " size: 4194305.",
            () -> calls.put("t", key("k", 1), "a", two, "b", "v".repeat(2 * Calls.MEBI - 14))),
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
    Calls calls = Calls.withTable(SERVER);
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
}
