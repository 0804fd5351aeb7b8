package io.millrace.spark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.Limits;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.Failures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.error.InvalidOptionException;
import io.millrace.spark.error.UnwritableRowException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps refused rows in a table of the instance: the table they were for, the reason, and what they
 * held as JSON. A row that is refused again in a repeated batch is kept once.
 */
final class DeadLetters implements RefusedRows {

  static final String TABLE = "table";
  static final String ID = "id";
  static final String REASON = "reason";
  static final String ROW = "row";

  /** Of so many columns as a row can have, all shortened, the JSON fits a cell. */
  private static final int SHORTENED_LENGTH = 256;

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SharedClients clients;
  private final RetryLoop retries;
  private final String letters;
  private final String table;
  private final WriteCounts counts;

  /**
   * Dead letters of one task.
   *
   * @param letters the table that keeps them
   * @param table the table the rows are for
   */
  DeadLetters(
      SharedClients clients, RetryLoop retries, String letters, String table, WriteCounts counts) {
    this.clients = clients;
    this.retries = retries;
    this.letters = letters;
    this.table = table;
    this.counts = counts;
  }

  /** Makes the table of dead letters, or refuses one that is there and has another key. */
  static void createTable(SharedClients clients, RetryLoop retries, String letters) {
    TableMeta meta = new TableMeta(letters);
    meta.addPrimaryKeyColumn(TABLE, PrimaryKeyType.STRING);
    meta.addPrimaryKeyColumn(ID, PrimaryKeyType.STRING);
    try {
      retries.call(
          "creating table " + letters,
          () -> clients.sync().createTable(new CreateTableRequest(meta, new TableOptions(-1, 1))));
    } catch (RuntimeException e) {
      if (!Failures.is(e, ErrorCode.OBJECT_ALREADY_EXIST)) {
        throw unusable(e, letters);
      }
      TableMeta found =
          call(
                  retries,
                  letters,
                  "describing table " + letters,
                  () -> clients.sync().describeTable(new DescribeTableRequest(letters)))
              .getTableMeta();
      if (!found.getPrimaryKeyList().equals(meta.getPrimaryKeyList())) {
        throw new InvalidOptionException(
                "Option writer.dead.letter.table is '"
                    + letters
                    + "', a table with another key than that of refused rows ("
                    + TABLE
                    + " and "
                    + ID
                    + ", both string): give the name of a table that does not exist.")
            .unchecked();
      }
    }
  }

  @Override
  public void refused(Map<String, ColumnValue> values, UnwritableRowException reason) {
    if (counts.refusedRows() == 0) {
      LOG.warn("A row goes to table {}: {}", letters, reason.getMessage());
    }
    String row = json(values);
    PrimaryKey key =
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn(TABLE, PrimaryKeyValue.fromString(table))
            .addPrimaryKeyColumn(ID, PrimaryKeyValue.fromString(digest(row)))
            .build();
    RowPutChange put = new RowPutChange(letters, key);
    put.addColumn(REASON, ColumnValue.fromString(reason.getMessage()));
    put.addColumn(
        ROW,
        ColumnValue.fromString(
            row.getBytes(UTF_8).length <= Limits.ATTRIBUTE_VALUE_SIZE
                ? row
                : json(shortened(values))));
    call(
        retries,
        letters,
        "writing to table " + letters,
        () -> clients.sync().putRow(new PutRowRequest(put)));
    counts.refused();
  }

  private static <T> T call(RetryLoop retries, String letters, String what, Callable<T> attempt) {
    try {
      return retries.call(what, attempt);
    } catch (RuntimeException e) {
      throw unusable(e, letters);
    }
  }

  private static RuntimeException unusable(RuntimeException failure, String letters) {
    return CallFailures.stopping(
        failure, "Table " + letters + ", the writer.dead.letter.table of refused rows,");
  }

  /** The values with the beginnings of long ones, for a row that no cell can hold. */
  private static Map<String, ColumnValue> shortened(Map<String, ColumnValue> values) {
    Map<String, ColumnValue> shortened = new LinkedHashMap<>();
    values.forEach((column, value) -> shortened.put(column, shortened(value)));
    return shortened;
  }

  private static ColumnValue shortened(ColumnValue value) {
    return switch (value.getType()) {
      case STRING -> ColumnValue.fromString(beginning(value.asString()));
      case BINARY ->
          ColumnValue.fromBinary(
              Arrays.copyOf(value.asBinary(), Math.min(value.asBinary().length, SHORTENED_LENGTH)));
      default -> value;
    };
  }

  private static String beginning(String text) {
    return text.length() <= SHORTENED_LENGTH ? text : text.substring(0, SHORTENED_LENGTH) + "...";
  }

  private static String json(Map<String, ColumnValue> values) {
    ObjectNode row = JSON.createObjectNode();
    values.forEach(
        (column, value) -> {
          switch (value.getType()) {
            case INTEGER -> row.put(column, value.asLong());
            case DOUBLE -> row.put(column, value.asDouble());
            case BOOLEAN -> row.put(column, value.asBoolean());
            case BINARY -> row.put(column, Base64.getEncoder().encodeToString(value.asBinary()));
            default -> row.put(column, value.asString());
          }
        });
    return row.toString();
  }

  private static String digest(String row) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(row.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
