package io.millrace.local.server;

import static io.millrace.local.server.SignedCall.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.server.http.RawConnection;
import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsDate;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.auth.SigningKey;
import io.millrace.protocol.wire.DescribeTableRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as no client would send them, and the signatures of their replies. */
class AccessIT {
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

  private static LocalTablestore server;

  @BeforeAll
  static void start() {
    server =
        LocalTablestore.builder()
            .wallClock(Clock.fixed(NOW, ZoneOffset.UTC))
            .accessKey("local", "local")
            .accessKey("second", "its own secret")
            .start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void signsTheReplyWithTheCallersSecret() throws Exception {
    SignedCall call = call("ListTable").sign();
    RawConnection.Response response = call.send(server.port());

    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Authorization")).isEqualTo(call.expectedAuthorization(response));
    assertThat(response.header(OtsHeaders.CONTENT_MD5)).isEqualTo(ContentMd5.of(response.body()));
    assertThat(response.header(OtsHeaders.CONTENT_TYPE)).isEqualTo("protocol buffer");
    assertThat(response.header(OtsHeaders.REQUEST_ID)).isNotBlank();
    assertThat(response.header(OtsHeaders.DATE)).isEqualTo("2026-11-22T08:00:00.000Z");
    assertThat(response.header("Content-Length")).isEqualTo("0");
  }

  @Test
  void signsErrorsToo() throws Exception {
    SignedCall call =
        call("DescribeTable")
            .body(DescribeTableRequest.newBuilder().setTableName("none").build().toByteArray())
            .sign();
    RawConnection.Response response = call.send(server.port());

    assertThat(response.status()).isEqualTo(404);
    assertThat(error(response).getCode()).isEqualTo("OTSObjectNotExist");
    assertThat(response.header("Authorization")).isEqualTo(call.expectedAuthorization(response));
    assertThat(response.header(OtsHeaders.CONTENT_MD5)).isEqualTo(ContentMd5.of(response.body()));
  }

  @Test
  void eachUserHasItsOwnSecret() throws Exception {
    SignedCall call =
        call("ListTable")
            .header(OtsHeaders.ACCESS_KEY_ID, "second")
            .key(SigningKey.v2("its own secret"))
            .sign();
    RawConnection.Response response = call.send(server.port());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Authorization")).isEqualTo(call.expectedAuthorization(response));

    SignedCall crossed = call("ListTable").header(OtsHeaders.ACCESS_KEY_ID, "second").sign();
    assertRefused(crossed, 403, "OTSAuthFailed", "Signature mismatch.");
  }

  @Test
  void acceptsVersionFourSignatures() throws Exception {
    SignedCall call =
        call("ListTable")
            .header(OtsHeaders.SIGN_DATE, "20261122")
            .header(OtsHeaders.SIGN_REGION, "cn-hangzhou")
            .key(SigningKey.v4("local", "20261122", "cn-hangzhou"))
            .sign();
    RawConnection.Response response = call.send(server.port());
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.header("Authorization")).isEqualTo(call.expectedAuthorization(response));

    call.tamper(OtsHeaders.SIGN_REGION, "cn-beijing");
    assertRefused(call, 403, "OTSAuthFailed", "Signature mismatch.");
    call.tamper(OtsHeaders.SIGN_REGION, null);
    assertRefused(call, 400, "OTSParameterInvalid", "Missing header: x-ots-signregion.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        OtsHeaders.DATE,
        OtsHeaders.API_VERSION,
        OtsHeaders.ACCESS_KEY_ID,
        OtsHeaders.CONTENT_MD5,
        OtsHeaders.INSTANCE_NAME,
        OtsHeaders.SIGNATURE
      })
  void namesTheHeaderThatIsMissing(String header) throws Exception {
    assertRefused(
        call("ListTable").sign().tamper(header, null),
        400,
        "OTSParameterInvalid",
        "Missing header: " + header + ".");
  }

  @Test
  void acceptsDatesWithinFifteenMinutes() throws Exception {
    for (long seconds : new long[] {-900, -899, 0, 900}) {
      SignedCall call = call("ListTable").header(OtsHeaders.DATE, at(seconds)).sign();
      assertThat(call.send(server.port()).status()).as("%d s", seconds).isEqualTo(200);
    }
    for (long seconds : new long[] {-901, 901, 86_400}) {
      assertRefused(
          call("ListTable").header(OtsHeaders.DATE, at(seconds)).sign(),
          403,
          "OTSAuthFailed",
          "Mismatch between system time and x-ots-date: " + at(seconds) + ".");
    }
  }

  @Test
  void acceptsTheFractionsOfTheGoClientAndRefusesWhatIsNoDate() throws Exception {
    SignedCall go = call("ListTable").header(OtsHeaders.DATE, "2026-11-22T08:00:00.11226Z").sign();
    assertThat(go.send(server.port()).status()).isEqualTo(200);
    assertRefused(
        call("ListTable").header(OtsHeaders.DATE, "yesterday").sign(),
        400,
        "OTSParameterInvalid",
        "Invalid date format: yesterday.");
  }

  @Test
  void takesHeaderNamesInAnyCase() throws Exception {
    SignedCall call = call("ListTable").sign();
    String text = new String(call.bytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
    try (RawConnection connection = new RawConnection(server.port())) {
      connection.send(text.replace("x-ots-", "X-Ots-"));
      assertThat(connection.receive().status()).isEqualTo(200);
    }
  }

  @Test
  void ignoresEmptyHeadersInTheSignature() throws Exception {
    SignedCall call = call("ListTable").sign().tamper("x-ots-ststoken", "");
    assertThat(call.send(server.port()).status()).isEqualTo(200);
  }

  @Test
  void refusesABodyThatIsNotTheSignedOne() throws Exception {
    assertRefused(
        call("ListTable").body(new byte[] {1}).sign().body(new byte[] {2}),
        403,
        "OTSAuthFailed",
        "Mismatch between MD5 value of request body and x-ots-contentmd5 in header.");
  }

  @Test
  void refusesAnUnknownKeyWithoutASignature() throws Exception {
    RawConnection.Response response =
        call("ListTable").header(OtsHeaders.ACCESS_KEY_ID, "nobody").sign().send(server.port());
    assertThat(response.status()).isEqualTo(403);
    assertThat(error(response).getMessage()).isEqualTo("The AccessKeyID does not exist.");
    assertThat(response.header("Authorization")).isNull();
  }

  @Test
  void refusesAChangedHeaderAndAnotherOperation() throws Exception {
    assertRefused(
        call("ListTable").sign().tamper(OtsHeaders.INSTANCE_NAME, "other"),
        403,
        "OTSAuthFailed",
        "Signature mismatch.");
    assertRefused(
        call("ListTable").sign().tamper("x-ots-added", "1"),
        403,
        "OTSAuthFailed",
        "Signature mismatch.");
  }

  @Test
  void refusesAnUnknownInstance() throws Exception {
    assertRefused(
        call("ListTable").header(OtsHeaders.INSTANCE_NAME, "nowhere").sign(),
        403,
        "OTSAuthFailed",
        "The instance is not found.");
  }

  @Test
  void theFirstFaultNamesTheError() throws Exception {
    SignedCall everythingWrong =
        call("ListTable")
            .header(OtsHeaders.DATE, at(5_000))
            .header(OtsHeaders.ACCESS_KEY_ID, "nobody")
            .header(OtsHeaders.INSTANCE_NAME, "nowhere")
            .sign()
            .body(new byte[] {1})
            .tamper(OtsHeaders.SIGNATURE, "wrong");
    assertThat(message(everythingWrong)).startsWith("Mismatch between system time");
    everythingWrong.tamper(OtsHeaders.DATE, at(0));
    assertThat(message(everythingWrong)).startsWith("Mismatch between MD5");
    everythingWrong.tamper(OtsHeaders.CONTENT_MD5, ContentMd5.of(new byte[] {1}));
    assertThat(message(everythingWrong)).isEqualTo("The AccessKeyID does not exist.");
    everythingWrong.tamper(OtsHeaders.ACCESS_KEY_ID, "local");
    assertThat(message(everythingWrong)).isEqualTo("Signature mismatch.");
  }

  @Test
  void aLenientServerTakesDatesAndSignaturesOnTrust() throws Exception {
    try (LocalTablestore lenient = LocalTablestore.builder().lenient(true).start()) {
      SignedCall call =
          call("ListTable")
              .header(OtsHeaders.DATE, "2000-01-01T00:00:00.000Z")
              .sign()
              .tamper(OtsHeaders.SIGNATURE, "wrong");
      RawConnection.Response response = call.send(lenient.port());
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("Authorization")).isEqualTo(call.expectedAuthorization(response));
      call.tamper(OtsHeaders.ACCESS_KEY_ID, "nobody").tamper(OtsHeaders.SIGNATURE, null);
      response = call.send(lenient.port());
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("Authorization")).isEqualTo(call.expectedAuthorization(response));
    }
  }

  private static SignedCall call(String operation) {
    return new SignedCall(operation).header(OtsHeaders.DATE, at(0));
  }

  private static String at(long secondsFromNow) {
    return OtsDate.format(NOW.plus(Duration.ofSeconds(secondsFromNow)));
  }

  private static String message(SignedCall call) throws Exception {
    return error(call.send(server.port())).getMessage();
  }

  private static void assertRefused(SignedCall call, int status, String code, String message)
      throws Exception {
    RawConnection.Response response = call.send(server.port());
    assertThat(error(response).getMessage()).isEqualTo(message);
    assertThat(error(response).getCode()).isEqualTo(code);
    assertThat(response.status()).isEqualTo(status);
  }
}
