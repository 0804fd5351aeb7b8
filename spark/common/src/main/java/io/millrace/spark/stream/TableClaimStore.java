package io.millrace.spark.stream;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.Condition;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRangeResponse;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowExistenceExpectation;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.Failures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Claims as rows of a table, for checkpoint directories on an object store: a put on the condition
 * that the row does not exist is atomic wherever tasks run.
 *
 * <p>Key: the source's random name, the batch's number, the channel.
 */
final class TableClaimStore implements ClaimStore {

  private static final String SOURCE = "source";
  private static final String BATCH = "batch";
  private static final String CHANNEL = "channel";
  private static final String CLAIM = "claim";

  private final SharedClients clients;
  private final RetryLoop retries;
  private final String table;
  private final String key;

  /** Takes over the clients and closes them with itself. */
  TableClaimStore(SharedClients clients, RetryLoop retries, String table, String key) {
    this.clients = clients;
    this.retries = retries;
    this.table = table;
    this.key = key;
  }

  /** Makes the table unless it exists. */
  void createTable() {
    TableMeta meta = new TableMeta(table);
    meta.addPrimaryKeyColumn(SOURCE, PrimaryKeyType.STRING);
    meta.addPrimaryKeyColumn(BATCH, PrimaryKeyType.INTEGER);
    meta.addPrimaryKeyColumn(CHANNEL, PrimaryKeyType.STRING);
    try {
      retries.call(
          "creating table " + table,
          () -> clients.sync().createTable(new CreateTableRequest(meta, new TableOptions(-1, 1))));
    } catch (RuntimeException e) {
      if (!Failures.is(e, ErrorCode.OBJECT_ALREADY_EXIST)) {
        throw unusable(e);
      }
    }
  }

  @Override
  public Optional<Claim> find(long sequence, String channel) {
    SingleRowQueryCriteria query =
        new SingleRowQueryCriteria(table, key(sequence, PrimaryKeyValue.fromString(channel)));
    query.setMaxVersions(1);
    Row row =
        call(
                "reading a claim of table " + table,
                () -> clients.sync().getRow(new GetRowRequest(query)))
            .getRow();
    if (row == null) {
      return Optional.empty();
    }
    Column claim = row.getLatestColumn(CLAIM);
    String json = claim == null ? "" : claim.getValue().asString();
    return Optional.of(Claim.parse(json, place(sequence, channel)));
  }

  @Override
  public Claim claim(long sequence, String channel, Claim claim) {
    RowPutChange put = new RowPutChange(table, key(sequence, PrimaryKeyValue.fromString(channel)));
    put.addColumn(CLAIM, ColumnValue.fromString(claim.json()));
    put.setCondition(new Condition(RowExistenceExpectation.EXPECT_NOT_EXIST));
    try {
      retries.call(
          "writing a claim of table " + table, () -> clients.sync().putRow(new PutRowRequest(put)));
      return claim;
    } catch (RuntimeException e) {
      if (!Failures.is(e, ErrorCode.CONDITION_CHECK_FAIL)) {
        throw unusable(e);
      }
    }
    return holding(sequence, channel);
  }

  @Override
  public void purgeBefore(long sequence) {
    RangeRowQueryCriteria range = new RangeRowQueryCriteria(table);
    range.setMaxVersions(1);
    range.addColumnsToGet(CHANNEL);
    range.setInclusiveStartPrimaryKey(key(0, PrimaryKeyValue.INF_MIN));
    range.setExclusiveEndPrimaryKey(key(sequence, PrimaryKeyValue.INF_MIN));
    PrimaryKey next = range.getInclusiveStartPrimaryKey();
    while (next != null) {
      range.setInclusiveStartPrimaryKey(next);
      GetRangeResponse page =
          call(
              "listing old claims of table " + table,
              () -> clients.sync().getRange(new GetRangeRequest(range)));
      for (Row row : page.getRows()) {
        RowDeleteChange delete = new RowDeleteChange(table, row.getPrimaryKey());
        call(
            "deleting an old claim of table " + table,
            () -> clients.sync().deleteRow(new DeleteRowRequest(delete)));
      }
      next = page.getNextStartPrimaryKey();
    }
  }

  private <T> T call(String what, Callable<T> attempt) {
    try {
      return retries.call(what, attempt);
    } catch (RuntimeException e) {
      throw unusable(e);
    }
  }

  private RuntimeException unusable(RuntimeException failure) {
    return CallFailures.stopping(
        failure, "Table " + table + ", which keeps the records of the query's batches,");
  }

  private PrimaryKey key(long sequence, PrimaryKeyValue channel) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn(SOURCE, PrimaryKeyValue.fromString(key))
        .addPrimaryKeyColumn(BATCH, PrimaryKeyValue.fromLong(sequence))
        .addPrimaryKeyColumn(CHANNEL, channel)
        .build();
  }

  @Override
  public String place(long sequence, String channel) {
    return "table " + table + ", row " + key + "/" + sequence + "/" + channel;
  }

  @Override
  public void close() {
    clients.close();
  }
}
