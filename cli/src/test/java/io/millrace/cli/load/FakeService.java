package io.millrace.cli.load;

import com.alicloud.openservices.tablestore.SyncClientInterface;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse.RowResult;
import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.ConsumedCapacity;
import com.alicloud.openservices.tablestore.model.Error;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.Response;
import com.alicloud.openservices.tablestore.model.RowChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import io.millrace.cli.rows.FileRow;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/**
 * Answers BatchWriteRow as a test says, to bring about failures that a healthy server does not
 * have. It keeps the written rows in the order of their acknowledgement.
 */
final class FakeService {
  private final Function<List<String>, RuntimeException> refusal;
  private final Function<String, Error> rowError;
  private final List<String> written = Collections.synchronizedList(new ArrayList<>());
  private final List<List<String>> requests = Collections.synchronizedList(new ArrayList<>());

  /**
   * A service that refuses and fails.
   *
   * @param refusal why a request with these keys fails as a whole, or null
   * @param rowError why the row of this key fails, or null
   */
  FakeService(Function<List<String>, RuntimeException> refusal, Function<String, Error> rowError) {
    this.refusal = refusal;
    this.rowError = rowError;
  }

  static FileRow row(long line, String key, String value) {
    PrimaryKey primaryKey =
        new PrimaryKey(List.of(new PrimaryKeyColumn("k", PrimaryKeyValue.fromString(key))));
    return new FileRow(
        line, new RowPutChange("t", primaryKey).addColumn("v", ColumnValue.fromString(value)));
  }

  SyncClientInterface client() {
    return (SyncClientInterface)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {SyncClientInterface.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("batchWriteRow")) {
                return write((BatchWriteRowRequest) arguments[0]);
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  /** {@code key=value} of each acknowledged row. */
  List<String> written() {
    return written;
  }

  /** The keys of each request. */
  List<List<String>> requests() {
    return requests;
  }

  private BatchWriteRowResponse write(BatchWriteRowRequest request) {
    List<RowChange> changes = request.getRowChange().get("t");
    List<String> keys = changes.stream().map(FakeService::key).toList();
    requests.add(keys);
    RuntimeException refused = refusal.apply(keys);
    if (refused != null) {
      throw refused;
    }
    BatchWriteRowResponse response = new BatchWriteRowResponse(new Response("request"));
    for (int i = 0; i < changes.size(); i++) {
      Error error = rowError.apply(keys.get(i));
      if (error == null) {
        RowPutChange put = (RowPutChange) changes.get(i);
        written.add(keys.get(i) + "=" + put.getColumnsToPut().get(0).getValue().asString());
        response.addRowResult(
            new RowResult("t", null, new ConsumedCapacity(new CapacityUnit(0, 1)), i));
      } else {
        response.addRowResult(new RowResult("t", null, error, i));
      }
    }
    return response;
  }

  private static String key(RowChange change) {
    return change.getPrimaryKey().getPrimaryKeyColumn(0).getValue().asString();
  }
}
