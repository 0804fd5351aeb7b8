package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.AbortTransactionRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CommitTransactionRequest;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.StartLocalTransactionRequest;
import com.alicloud.openservices.tablestore.model.TableOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransactionIT {
  @RegisterExtension static final SdkServer ots = new SdkServer();

  @BeforeEach
  void createTable() {
    CreateTableRequest request =
        new CreateTableRequest(SdkServer.meta("t"), new TableOptions(-1, 1));
    request.setLocalTxnEnabled(true);
    ots.sync().createTable(request);
  }

  @Test
  void aCommitMakesTheWritesSeen() {
    String id = start("a");
    put("a", id);
    assertThat(get("a", null)).isNull();
    assertThat(get("a", id)).isNotNull();
    ots.sync().commitTransaction(new CommitTransactionRequest(id));
    assertThat(get("a", null)).isNotNull();
  }

  @Test
  void anAbortForgetsThem() {
    String id = start("a");
    put("a", id);
    ots.sync().abortTransaction(new AbortTransactionRequest(id));
    assertThat(get("a", null)).isNull();
    assertRefused(
        () -> ots.sync().commitTransaction(new CommitTransactionRequest(id)),
        400,
        "OTSSessionNotExist",
        "Session not exist or may be timeout.");
  }

  @Test
  void anEmptyIdIsInvalid() {
    assertRefused(
        () -> ots.sync().commitTransaction(new CommitTransactionRequest("")),
        400,
        "OTSParameterInvalid",
        "TransactionID is invalid.");
  }

  private static String start(String pk) {
    PrimaryKey partition =
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn("pk", PrimaryKeyValue.fromString(pk))
            .build();
    return ots.sync()
        .startLocalTransaction(new StartLocalTransactionRequest("t", partition))
        .getTransactionID();
  }

  private static void put(String pk, String transaction) {
    RowPutChange put = new RowPutChange("t", key(pk, 1));
    put.addColumn("x", ColumnValue.fromLong(1));
    PutRowRequest request = new PutRowRequest(put);
    request.setTransactionId(transaction);
    ots.sync().putRow(request);
  }

  private static Row get(String pk, String transaction) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key(pk, 1));
    criteria.setMaxVersions(1);
    GetRowRequest request = new GetRowRequest(criteria);
    if (transaction != null) {
      request.setTransactionId(transaction);
    }
    return ots.sync().getRow(request).getRow();
  }
}
