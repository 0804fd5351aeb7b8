package io.millrace.local.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.AsyncClient;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.ListTableResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import io.millrace.local.server.LocalTablestore;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalTablestoreExtension.class)
class LocalTablestoreExtensionIT {
  private static final Set<String> INSTANCES = new HashSet<>();
  private static final Set<String> ENDPOINTS = new HashSet<>();

  private SyncClient fromBeforeEach;

  @BeforeEach
  void keepClient(SyncClient client) {
    fromBeforeEach = client;
  }

  @RepeatedTest(3)
  void eachTestHasAnEmptyInstanceOnTheServerOfTheClass(SyncClient client, LocalInstance instance) {
    assertThat(client.listTable().getTableNames()).isEmpty();
    createTable(client);
    assertThat(client.listTable().getTableNames()).containsExactly("t");
    assertThat(INSTANCES.add(instance.name())).isTrue();
    ENDPOINTS.add(instance.endpoint());
    assertThat(ENDPOINTS).hasSize(1);
  }

  @Test
  void theClientIsTheSameInOneTest(SyncClient client) {
    assertThat(client).isSameAs(fromBeforeEach);
  }

  @Test
  void givesAsyncClientsToo(SyncClient sync, AsyncClient async) throws Exception {
    createTable(sync);
    ListTableResponse tables = async.listTable(null).get(10, TimeUnit.SECONDS);
    assertThat(tables.getTableNames()).containsExactly("t");
  }

  @Test
  void givesTunnelClientsToo(TunnelClient tunnels) {
    assertThat(tunnels).isNotNull();
  }

  @Test
  void theInstanceLeadsToTheServer(LocalInstance instance, LocalTablestore server) {
    assertThat(instance.endpoint()).isEqualTo(server.endpoint());
    SyncClient own =
        new SyncClient(
            instance.endpoint(),
            instance.accessKeyId(),
            instance.accessKeySecret(),
            instance.name());
    assertThat(own.listTable().getTableNames()).isEmpty();
    own.shutdown();
  }

  private static void createTable(SyncClient client) {
    TableMeta meta = new TableMeta("t");
    meta.addPrimaryKeyColumn("pk", PrimaryKeyType.STRING);
    client.createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
  }
}
