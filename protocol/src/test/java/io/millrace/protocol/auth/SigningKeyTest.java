package io.millrace.protocol.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.auth.DefaultCredentials;
import com.alicloud.openservices.tablestore.core.auth.HmacSHA1Signature;
import com.alicloud.openservices.tablestore.core.auth.SignatureMakerFactory;
import com.alicloud.openservices.tablestore.core.auth.SignatureMakerInterface;
import com.alicloud.openservices.tablestore.core.auth.V4Credentials;
import com.aliyun.ots.thirdparty.org.apache.http.Header;
import com.aliyun.ots.thirdparty.org.apache.http.message.BasicHeader;
import java.io.UnsupportedEncodingException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SigningKeyTest {
  private static final Map<String, String> REQUEST =
      Map.of(
          "x-ots-date", "2024-01-02T03:04:05.678Z",
          "x-ots-apiversion", "2015-12-31",
          "x-ots-accesskeyid", "ak",
          "x-ots-instancename", "inst",
          "x-ots-contentmd5", "1B2M2Y8AsgTpgAmY7PhCfg==");

  private static final SigningKey V2 = SigningKey.v2("sk");
  private static final SigningKey V4 = SigningKey.v4("sk", "20240102", "cn-hangzhou");

  @Test
  void version2SignsARequest() {
    assertThat(V2.signRequest("ListTable", REQUEST)).isEqualTo("62B937dQbs6gWvXQs1yfPA7Krxk=");
    assertThat(V2.requestHeader()).isEqualTo("x-ots-signature");
  }

  @Test
  void version4SignsARequest() {
    Map<String, String> headers = new HashMap<>(REQUEST);
    headers.put("x-ots-signdate", "20240102");
    headers.put("x-ots-signregion", "cn-hangzhou");
    String signature = "PgJn2TsOR6d6+Q/NHPJuXRLSOtFRUHDlnPbeu/mtWnE=";
    assertThat(V4.signRequest("ListTable", headers)).isEqualTo(signature);
    assertThat(V4.requestHeader()).isEqualTo("x-ots-signaturev4");
    SigningKey derived = SigningKey.ofDerivedV4("ZTQ77z9vqEGlB283FbL2EbMyNBdBoFGY2acYbBbuevA=");
    assertThat(derived.signRequest("ListTable", headers)).isEqualTo(signature);
  }

  @Test
  void responseIsSigned() {
    Map<String, String> headers =
        Map.of(
            "x-ots-contentmd5", "1B2M2Y8AsgTpgAmY7PhCfg==",
            "x-ots-contenttype", "protocol buffer",
            "x-ots-date", "2024-01-02T03:04:05.999Z",
            "x-ots-requestid", "r1",
            "Content-Type", "not signed");
    assertThat(V2.authorization("ak", "ListTable", headers))
        .isEqualTo("OTS ak:OnXXzg+ArvyG0Mo8AjREi+7DYf4=");
  }

  @Test
  void namesInAnyCaseEmptyValuesAndTheSignatureItselfMakeNoDifference() {
    Map<String, String> headers = new LinkedHashMap<>();
    REQUEST.forEach((name, value) -> headers.put(name.replace("x-ots-", "X-Ots-"), value + " "));
    headers.put("X-Ots-Signature", "something");
    headers.put("x-ots-ststoken", "");
    headers.put("Host", "127.0.0.1");
    assertThat(V2.signRequest("ListTable", headers))
        .isEqualTo(V2.signRequest("ListTable", REQUEST));
  }

  @Test
  void sortedHeadersAreSignedAsOthersAre() {
    Map<String, String> sorted = new TreeMap<>(REQUEST);
    sorted.put("host", "127.0.0.1");
    sorted.put("x-ots-ststoken", " ");
    assertThat(V2.signRequest("ListTable", sorted)).isEqualTo(V2.signRequest("ListTable", REQUEST));
    sorted.remove("x-ots-date");
    sorted.put("X-Ots-Date", REQUEST.get("x-ots-date"));
    assertThat(V2.signRequest("ListTable", sorted)).isEqualTo(V2.signRequest("ListTable", REQUEST));
  }

  @Test
  void verificationFailsOnAnyDifference() {
    String right = V2.signRequest("ListTable", REQUEST);
    assertThat(V2.verifyRequest("ListTable", REQUEST, right)).isTrue();
    assertThat(V2.verifyRequest("GetRow", REQUEST, right)).isFalse();
    assertThat(V2.verifyRequest("ListTable", REQUEST, right.substring(1))).isFalse();
    assertThat(SigningKey.v2("other").verifyRequest("ListTable", REQUEST, right)).isFalse();
    Map<String, String> other = new HashMap<>(REQUEST);
    other.put("x-ots-instancename", "other");
    assertThat(V2.verifyRequest("ListTable", other, right)).isFalse();
  }

  @Test
  void requestsAgreeWithTheSdk() throws UnsupportedEncodingException {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      String secret = "secret" + random.nextLong();
      Map<String, String> headers = new HashMap<>(REQUEST);
      headers.put("x-ots-ststoken", "token " + random.nextInt());
      headers.put("x-ots-sdk-traceid", "\u4e2d" + random.nextInt());
      headers.put("user-agent", "u");
      Header[] sdkHeaders =
          headers.entrySet().stream()
              .map(header -> new BasicHeader(header.getKey(), header.getValue()))
              .toArray(Header[]::new);

      SignatureMakerInterface v2 =
          SignatureMakerFactory.getSignatureMaker(new DefaultCredentials("ak", secret));
      assertThat(SigningKey.v2(secret).signRequest("PutRow", headers))
          .isEqualTo(v2.getSignature(secret.getBytes(UTF_8), "PutRow", "POST", sdkHeaders));

      V4Credentials credentials =
          V4Credentials.createByServiceCredentials(new DefaultCredentials("ak", secret), "cn-x");
      String day = credentials.getSigningDate();
      SignatureMakerInterface v4 = SignatureMakerFactory.getSignatureMaker(credentials);
      assertThat(SigningKey.v4(secret, day, "cn-x").signRequest("PutRow", headers))
          .isEqualTo(
              v4.getSignature(
                  credentials.getAccessKeySecret().getBytes(UTF_8), "PutRow", "POST", sdkHeaders));
    }
  }

  @Test
  void version4ResponsesAreKeyedByTheDerivedKey() {
    String text = "x-ots-requestid:r1\n/ListTable";
    HmacSHA1Signature sdk =
        new HmacSHA1Signature("ZTQ77z9vqEGlB283FbL2EbMyNBdBoFGY2acYbBbuevA=".getBytes(UTF_8));
    sdk.updateUTF8String(text);
    assertThat(V4.signResponse("ListTable", Map.of("x-ots-requestid", "r1")))
        .isEqualTo(sdk.computeSignature());
  }
}
