package io.millrace.local.server.conformance;

import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.conformance.Calls.invalid;
import static io.millrace.local.server.conformance.Calls.keyOf;
import static io.millrace.local.server.conformance.Calls.refused;
import static io.millrace.local.server.conformance.Calls.test;
import static io.millrace.local.server.conformance.Calls.text;
import static io.millrace.local.server.conformance.Calls.value;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.AbortTransactionRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.CommitTransactionRequest;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.NoRetryStrategy;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.StartLocalTransactionRequest;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import io.millrace.local.server.SdkServer;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Local transactions: who sees what, who is kept out, how they end. */
class TransactionRulesIT {
  @RegisterExtension static final SdkServer SERVER = new SdkServer(1);

  private static final String GONE = "Session not exist or may be timeout.";

  private SyncClient client;

  /** A client that repeats nothing: a conflict is to be seen. */
  private SyncClient client() {
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setRetryStrategy(new NoRetryStrategy());
    client =
        new SyncClient(
            SERVER.server().endpoint(), "local", "local", SERVER.instance(), configuration);
    CreateTableRequest create =
        new CreateTableRequest(SdkServer.meta("t"), new TableOptions(-1, 1));
    create.setLocalTxnEnabled(true);
    client.createTable(create);
    return client;
  }

  @AfterEach
  void closeClient() {
    client.shutdown();
  }

  private String start(String pk) {
    return client
        .startLocalTransaction(new StartLocalTransactionRequest("t", keyOf("pk", pk)))
        .getTransactionID();
  }

  private void put(PrimaryKey key, long value, String transaction) {
    RowPutChange change = new RowPutChange("t", key).addColumn("n", value(value));
    PutRowRequest request = new PutRowRequest(change);
    if (transaction != null) {
      request.setTransactionId(transaction);
    }
    client.putRow(request);
  }

  private String get(PrimaryKey key, String transaction) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key);
    criteria.setMaxVersions(1);
    GetRowRequest request = new GetRowRequest(criteria);
    if (transaction != null) {
      request.setTransactionId(transaction);
    }
    return text(client.getRow(request).getRow());
  }

  private String range(String pk, String transaction) {
    RangeRowQueryCriteria criteria = new RangeRowQueryCriteria("t");
    criteria.setInclusiveStartPrimaryKey(keyOf("pk", pk, "sk", PrimaryKeyValue.INF_MIN));
    criteria.setExclusiveEndPrimaryKey(keyOf("pk", pk, "sk", PrimaryKeyValue.INF_MAX));
    criteria.setMaxVersions(1);
    GetRangeRequest request = new GetRangeRequest(criteria);
    if (transaction != null) {
      request.setTransactionId(transaction);
    }
    return client.getRange(request).getRows().stream()
        .map(Calls::text)
        .collect(Collectors.joining(", "));
  }

  private void commit(String transaction) {
    client.commitTransaction(new CommitTransactionRequest(transaction));
  }

  private void abort(String transaction) {
    client.abortTransaction(new AbortTransactionRequest(transaction));
  }

  @TestFactory
  Stream<DynamicTest> whoSeesWhat() {
    client();
    return Stream.of(
        test(
            "its maker sees a write, others when it is committed",
            () -> {
              put(key("a", 1), 1, null);
              String id = start("a");
              put(key("a", 1), 2, id);
              put(key("a", 2), 3, id);
              assertThat(get(key("a", 1), id)).isEqualTo("a/1 n=2");
              assertThat(get(key("a", 1), null)).isEqualTo("a/1 n=1");
              assertThat(range("a", id)).isEqualTo("a/1 n=2, a/2 n=3");
              assertThat(range("a", null)).isEqualTo("a/1 n=1");
              commit(id);
              assertThat(range("a", null)).isEqualTo("a/1 n=2, a/2 n=3");
            }),
        test(
            "an abort leaves nothing",
            () -> {
              String id = start("b");
              put(key("b", 1), 1, id);
              abort(id);
              assertThat(range("b", null)).isEmpty();
              put(key("b", 1), 2, null);
              assertThat(get(key("b", 1), null)).isEqualTo("b/1 n=2");
            }),
        test(
            "updates and deletes belong to it",
            () -> {
              put(key("c", 1), 1, null);
              put(key("c", 2), 1, null);
              String id = start("c");
              UpdateRowRequest update =
                  new UpdateRowRequest(new RowUpdateChange("t", key("c", 1)).put("m", value(7)));
              update.setTransactionId(id);
              client.updateRow(update);
              DeleteRowRequest delete = new DeleteRowRequest(new RowDeleteChange("t", key("c", 2)));
              delete.setTransactionId(id);
              client.deleteRow(delete);
              assertThat(range("c", id)).isEqualTo("c/1 m=7 n=1");
              assertThat(range("c", null)).isEqualTo("c/1 n=1, c/2 n=1");
              commit(id);
              assertThat(range("c", null)).isEqualTo("c/1 m=7 n=1");
            }),
        test(
            "a batch belongs to it",
            () -> {
              String id = start("d");
              BatchWriteRowRequest batch = new BatchWriteRowRequest();
              batch.addRowChange(new RowPutChange("t", key("d", 1)).addColumn("n", value(1)));
              batch.addRowChange(new RowPutChange("t", key("d", 2)).addColumn("n", value(2)));
              batch.setTransactionId(id);
              assertThat(client.batchWriteRow(batch).isAllSucceed()).isTrue();
              assertThat(range("d", null)).isEmpty();
              commit(id);
              assertThat(range("d", null)).isEqualTo("d/1 n=1, d/2 n=2");
            }),
        test(
            "after a minute it is over",
            () -> {
              String id = start("e");
              put(key("e", 1), 1, id);
              SERVER.server().advanceClock(Duration.ofSeconds(61));
              SdkServer.assertRefused(() -> commit(id), 400, "OTSSessionNotExist", GONE);
              assertThat(range("e", null)).isEmpty();
              put(key("e", 1), 2, null);
            }));
  }

  @TestFactory
  Stream<DynamicTest> whoIsKeptOut() {
    client();
    client.createTable(new CreateTableRequest(SdkServer.meta("plain"), new TableOptions(-1, 1)));
    String id = start("a");
    String ended = start("z");
    commit(ended);
    return Stream.of(
        refused(
            "a write from outside",
            409,
            "OTSRowOperationConflict",
            "Data is being modified by the other request.",
            () -> put(key("a", 1), 1, null)),
        test("a write to another key", () -> put(key("b", 1), 1, null)),
        refused(
            "a second transaction",
            409,
            "OTSRowOperationConflict",
            "Failed to lock txn key: a",
            () -> start("a")),
        refused(
            "its maker, at another key",
            400,
            "OTSDataOutOfRange",
            "Data out of scope of atomic. Atomic PartKey:a. Data PartKey:b",
            () -> put(key("b", 1), 1, id)),
        invalid("an empty id", "TransactionID is invalid.", () -> commit("")),
        invalid("an id that cannot be", "TransactionID is invalid.", () -> commit("no id")),
        invalid(
            "a write under such an id",
            "TransactionID is invalid.",
            () -> put(key("a", 1), 1, "no id")),
        refused("a transaction that is over", 400, "OTSSessionNotExist", GONE, () -> commit(ended)),
        refused(
            "a write to one that is over",
            400,
            "OTSSessionNotExist",
            GONE,
            () -> put(key("z", 1), 1, ended)),
        refused(
            "an abort of one that is over", 400, "OTSSessionNotExist", GONE, () -> abort(ended)),
        invalid(
            "two key columns",
            "StartLocalTransaction support only one primary key.",
            () -> client.startLocalTransaction(new StartLocalTransactionRequest("t", key("c", 1)))),
        invalid(
            "a table without transactions",
            "Try to call method using explicit transaction on explicit-transaction-disabled table.",
            () ->
                client.startLocalTransaction(
                    new StartLocalTransactionRequest("plain", keyOf("pk", "a")))),
        refused(
            "an unknown table",
            404,
            "OTSObjectNotExist",
            "Requested table does not exist.",
            () ->
                client.startLocalTransaction(
                    new StartLocalTransactionRequest("nope", keyOf("pk", "a")))),
        test("then it still commits", () -> commit(id)));
  }
}
