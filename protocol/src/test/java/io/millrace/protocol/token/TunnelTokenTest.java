package io.millrace.protocol.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.protocol.TunnelServiceApi;
import com.alicloud.openservices.tablestore.tunnel.pipeline.Utils;
import com.google.protobuf.ByteString;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TunnelTokenTest {
  @Test
  void streamTokenHasThisForm() {
    TunnelToken token = TunnelToken.ofStream("it1", 5, 7);
    assertThat(token.encode()).isEqualTo("CAISCRIDaXQxGAUgBw==");
    assertThat(TunnelToken.decode("CAISCRIDaXQxGAUgBw==")).contains(token);
    assertThat(token.isStream()).isTrue();
  }

  @Test
  void baseDataTokenComesBackAsItWas() {
    TunnelToken token = TunnelToken.ofBaseData(ByteString.copyFromUtf8("key"), 9);
    assertThat(TunnelToken.decode(token.encode())).contains(token);
    assertThat(token.isStream()).isFalse();
  }

  @Test
  void theSdkTellsTheKindsApart() throws Exception {
    assertThat(Utils.isStreamToken(TunnelToken.ofStream("i", 1, 2).encode())).isTrue();
    String base = TunnelToken.ofBaseData(ByteString.copyFromUtf8("key"), 9).encode();
    assertThat(Utils.isStreamToken(base)).isFalse();
    assertThat(Utils.parseRequestToken(base).getPrimaryKey().toStringUtf8()).isEqualTo("key");
    assertThat(Utils.parseRequestToken(base).getTotalCount()).isEqualTo(9);
  }

  @Test
  void readsVersion1() {
    byte[] version1 =
        TunnelServiceApi.Token.newBuilder()
            .setVersion(1)
            .setContent(
                TunnelServiceApi.TokenContent.newBuilder()
                    .setIterator("i")
                    .setTimestamp(3)
                    .build()
                    .toByteString())
            .build()
            .toByteArray();
    assertThat(TunnelToken.decode(Base64.getEncoder().encodeToString(version1)))
        .contains(TunnelToken.ofStream("i", 3, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "finished", "%%%", "AAAA", "CAMSAA=="})
  void whatIsNoTokenIsEmpty(String text) {
    assertThat(TunnelToken.decode(text)).isEmpty();
  }
}
