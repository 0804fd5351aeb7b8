package io.millrace.local.server.admin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.local.server.access.AccessKey;
import io.millrace.local.server.access.AccessKeys;
import io.millrace.local.server.access.Authenticator;
import io.millrace.local.server.http.HttpCall;
import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsDate;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.auth.SigningKey;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminAccessTest {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final String PATH = "/_millrace/faults";

  private final AdminAccess access =
      new AdminAccess(
          new Authenticator(
              new AccessKeys(List.of(new AccessKey("id", "secret"))),
              Clock.fixed(NOW, ZoneOffset.UTC),
              false));

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.3.2.1", "::1", "0:0:0:0:0:0:0:1", "[::1]"})
  void programsOnTheSameMachineMayCall(String address) {
    assertThatCode(() -> access.check(call(address, new TreeMap<>()))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.1.2.3", "172.17.0.1", "fe80::1", "[2001:db8::1]"})
  void othersMustSign(String address) {
    assertThatThrownBy(() -> access.check(call(address, new TreeMap<>())))
        .isInstanceOf(AdminException.class)
        .hasMessage(
            "From another machine calls of the admin API must be signed with an access key:"
                + " Missing header: x-ots-date.");
    assertThatCode(() -> access.check(call(address, signed("secret")))).doesNotThrowAnyException();
    assertThatThrownBy(() -> access.check(call(address, signed("guess"))))
        .hasMessageEndingWith("Signature mismatch.");
  }

  private static TreeMap<String, String> signed(String secret) {
    TreeMap<String, String> headers = new TreeMap<>();
    headers.put(OtsHeaders.DATE, OtsDate.format(NOW));
    headers.put(OtsHeaders.ACCESS_KEY_ID, "id");
    headers.put(OtsHeaders.CONTENT_MD5, ContentMd5.of(new byte[0]));
    SigningKey key = SigningKey.v2(secret);
    headers.put(key.requestHeader(), key.signRequest(PATH.substring(1), headers));
    return headers;
  }

  private static HttpCall call(String address, TreeMap<String, String> headers) {
    return new HttpCall("POST", PATH, "", headers, new byte[0], address, 0);
  }
}
