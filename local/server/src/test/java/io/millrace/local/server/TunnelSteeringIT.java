package io.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.ChannelStatus;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.millrace.local.server.http.RawConnection;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.wire.Channel;
import io.millrace.protocol.wire.GetRpoRequest;
import io.millrace.protocol.wire.GetRpoResponse;
import io.millrace.protocol.wire.ScheduleRequest;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tunnel calls that only the Go client has, as it sends them. */
class TunnelSteeringIT {
  @RegisterExtension static final SdkServer ots = new SdkServer(1);

  private String tunnel;

  @BeforeEach
  void createTunnel() {
    ots.createTable("t");
    tunnel =
        ots.tunnels()
            .createTunnel(new CreateTunnelRequest("t", "tunnel", TunnelType.Stream))
            .getTunnelId();
  }

  @Test
  void pointsAreJsonByChannelAndByType() throws Exception {
    GetRpoRequest request = GetRpoRequest.newBuilder().setTunnelId(tunnel).build();
    for (String operation : new String[] {"tunnel/getrpo", "tunnel/getrpobyoffset"}) {
      GetRpoResponse response = GetRpoResponse.parseFrom(send(operation, request).body());
      JsonNode channel =
          new ObjectMapper()
              .readTree(response.getRpoInfos().toByteArray())
              .get(channel().getChannelId())
              .get("");
      assertThat(channel.get("ChannelTyp").asText()).isEqualTo("Stream");
      assertThat(channel.get("Status").asText()).isEqualTo("OPEN");
      assertThat(channel.get("TotalCount").asLong()).isZero();
      JsonNode types = new ObjectMapper().readTree(response.getTunnelRpoInfos().toByteArray());
      assertThat(types.get("Stream").get("Status").asText()).isEqualTo("ProcessStream");
      assertThat(response.getTunnelId()).isEqualTo(tunnel);
    }
  }

  @Test
  void channelsAreSuspendedAndResumed() throws Exception {
    assertThat(schedule(io.millrace.protocol.wire.ChannelStatus.CLOSING).status()).isEqualTo(200);
    assertThat(channel().getChannelStatus()).isEqualTo(ChannelStatus.CLOSING);
    assertThat(schedule(io.millrace.protocol.wire.ChannelStatus.OPEN).status()).isEqualTo(200);
    assertThat(channel().getChannelStatus()).isEqualTo(ChannelStatus.OPEN);
  }

  private ChannelInfo channel() {
    return ots.tunnels()
        .describeTunnel(new DescribeTunnelRequest("t", "tunnel"))
        .getChannelInfos()
        .get(0);
  }

  private RawConnection.Response schedule(io.millrace.protocol.wire.ChannelStatus status)
      throws IOException {
    return send(
        "tunnel/schedule",
        ScheduleRequest.newBuilder()
            .setTunnelId(tunnel)
            .addChannels(
                Channel.newBuilder()
                    .setChannelId(channel().getChannelId())
                    .setVersion(0)
                    .setStatus(status))
            .build());
  }

  private static RawConnection.Response send(String operation, Message message) throws IOException {
    return new SignedCall(operation)
        .header(OtsHeaders.INSTANCE_NAME, ots.instance())
        .body(message.toByteArray())
        .sign()
        .send(ots.server().port());
  }
}
