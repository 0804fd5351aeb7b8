package io.millrace.local.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientIdsTest {

  private static final UUID RANDOM = new UUID(1, 2);

  @Test
  void beginsWithTheTagAndIsKnownAgain() {
    String id = ClientIds.issue("tunnel", "my_host", RANDOM);

    assertThat(id).startsWith("my_host_");
    assertThat(ClientIds.isIssued("tunnel", id)).isTrue();
    assertThat(ClientIds.isIssued("tunnel", ClientIds.issue("tunnel", "", RANDOM))).isTrue();
  }

  @Test
  void isOfOneTunnelOnly() {
    String id = ClientIds.issue("tunnel", "host", RANDOM);

    assertThat(ClientIds.isIssued("other", id)).isFalse();
    assertThat(ClientIds.isIssued("tunnel", "x" + id)).isFalse();
  }

  @Test
  void differsForEachClient() {
    assertThat(ClientIds.issue("tunnel", "host", RANDOM))
        .isNotEqualTo(ClientIds.issue("tunnel", "host", new UUID(1, 3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "spark-client",
        "a_00000000000000010000000",
        "00000000000000000000000000000000"
      })
  void clientsThatNeverConnectAreNoneOfOurs(String id) {
    assertThat(ClientIds.isIssued("tunnel", id)).isFalse();
  }
}
