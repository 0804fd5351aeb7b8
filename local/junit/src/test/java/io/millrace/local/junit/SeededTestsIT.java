package io.millrace.local.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

class SeededTestsIT {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @RegisterExtension
  static final LocalTablestoreExtension tablestore =
      LocalTablestoreExtension.builder()
          .seed(Path.of("src/test/resources/seed.json"))
          .clock(Clock.fixed(NOW, ZoneOffset.UTC))
          .build();

  @RepeatedTest(2)
  void eachTestBeginsWithTheSeedAtTheGivenTime(SyncClient client, TunnelClient tunnels) {
    PrimaryKey key =
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn("id", PrimaryKeyValue.fromString("a"))
            .build();
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("orders", key);
    criteria.setMaxVersions(1);
    Column price = client.getRow(new GetRowRequest(criteria)).getRow().getLatestColumn("price");
    assertThat(price.getValue().asDouble()).isEqualTo(9.5);
    assertThat(price.getTimestamp()).isEqualTo(NOW.toEpochMilli());
    assertThat(tunnels.listTunnel(new ListTunnelRequest("orders")).getTunnelInfos()).hasSize(1);
    client.deleteTable(new DeleteTableRequest("orders"));
  }
}
