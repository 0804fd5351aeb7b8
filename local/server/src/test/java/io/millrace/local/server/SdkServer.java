package io.millrace.local.server;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One server for a test class, one instance and the official clients for each test. */
public final class SdkServer
    implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
  private final AtomicInteger tests = new AtomicInteger();
  private final int partitions;
  private LocalTablestore server;
  private String instance;
  private SyncClient sync;
  private AsyncClient async;
  private TunnelClient tunnels;

  public SdkServer() {
    this(4);
  }

  public SdkServer(int partitions) {
    this.partitions = partitions;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    server = LocalTablestore.builder().partitions(partitions).start();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    server.close();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    instance = "it-" + tests.incrementAndGet();
    server.createInstance(instance);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (sync != null) {
      sync.shutdown();
      sync = null;
    }
    if (async != null) {
      async.shutdown();
      async = null;
    }
    if (tunnels != null) {
      tunnels.shutdown();
      tunnels = null;
    }
    server.dropInstance(instance);
  }

  public LocalTablestore server() {
    return server;
  }

  public String instance() {
    return instance;
  }

  public SyncClient sync() {
    if (sync == null) {
      sync =
          new SyncClient(
              server.endpoint(), "local", "local", instance, RetryUnanswered.configuration());
    }
    return sync;
  }

  public AsyncClient async() {
    if (async == null) {
      async =
          new AsyncClient(
              server.endpoint(), "local", "local", instance, RetryUnanswered.configuration());
    }
    return async;
  }

  public TunnelClient tunnels() {
    if (tunnels == null) {
      tunnels =
          new TunnelClient(
              server.endpoint(), "local", "local", instance, RetryUnanswered.configuration());
    }
    return tunnels;
  }

  /** Makes a table with the key (pk STRING, sk INTEGER). */
  public void createTable(String name) {
    sync().createTable(new CreateTableRequest(meta(name), new TableOptions(-1, 1)));
  }

  /** Makes a table with the key (pk STRING, sk INTEGER) and a stream. */
  public void createTableWithStream(String name) {
    CreateTableRequest request = new CreateTableRequest(meta(name), new TableOptions(-1, 1));
    request.setStreamSpecification(new StreamSpecification(true, 24));
    sync().createTable(request);
  }

  public static TableMeta meta(String name) {
    TableMeta meta = new TableMeta(name);
    meta.addPrimaryKeyColumn("pk", PrimaryKeyType.STRING);
    meta.addPrimaryKeyColumn("sk", PrimaryKeyType.INTEGER);
    return meta;
  }

  public static PrimaryKey key(String pk, long sk) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn("pk", PrimaryKeyValue.fromString(pk))
        .addPrimaryKeyColumn("sk", PrimaryKeyValue.fromLong(sk))
        .build();
  }

  public static void assertRefused(ThrowingCallable call, int status, String code, String message) {
    Assertions.assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            TableStoreException.class,
            refused -> {
              Assertions.assertThat(refused.getErrorCode()).isEqualTo(code);
              Assertions.assertThat(refused.getHttpStatus()).isEqualTo(status);
              Assertions.assertThat(refused.getMessage()).isEqualTo(message);
              Assertions.assertThat(refused.getRequestId()).isNotBlank();
            });
  }
}
