package io.millrace.spark.sql;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests of one stream share whose orders are in a local Tablestore too. */
abstract class OrderStreamTests extends OneStreamTests {

  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(1).build();

  OrderTables orders;

  @BeforeEach
  final void ownInstance(LocalInstance instance, SyncClient client, TunnelClient tunnels) {
    orders = new OrderTables(instance, client, tunnels);
  }
}
