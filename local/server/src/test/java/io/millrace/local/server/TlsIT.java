package io.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIT {
  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir Path directory;

  private Path certificate;
  private Path key;
  private KeyStore keyStore;

  @BeforeEach
  void locate() {
    certificate = directory.resolve("certificate.pem");
    key = directory.resolve("key.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void speaksHttps(String algorithm) throws Exception {
    makeIdentity(algorithm);
    try (LocalTablestore server = LocalTablestore.builder().tls(certificate, key).start()) {
      assertThat(server.endpoint()).startsWith("https://127.0.0.1:");
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(server.endpoint() + "/_millrace/health")).build();
      HttpResponse<String> response =
          trustingClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesFilesThatAreNoIdentity() throws Exception {
    makeIdentity("EC");
    String good = Files.readString(key);
    for (String bad : List.of("", "nonsense", good.replace("PRIVATE KEY", "EC PRIVATE KEY"))) {
      Files.writeString(key, bad);
      assertThatThrownBy(() -> LocalTablestore.builder().tls(certificate, key).start())
          .isInstanceOf(LocalTablestoreException.class)
          .hasMessageContaining(key + " holds no private key in PKCS #8 PEM form");
    }
    Files.writeString(key, good);
    Files.writeString(certificate, "nonsense");
    assertThatThrownBy(() -> LocalTablestore.builder().tls(certificate, key).start())
        .isInstanceOf(LocalTablestoreException.class)
        .hasMessageContaining(certificate.toString());
    assertThatThrownBy(
            () -> LocalTablestore.builder().tls(directory.resolve("missing.pem"), key).start())
        .isInstanceOf(LocalTablestoreException.class)
        .hasMessageContaining("missing.pem");
  }

  /** Makes a self-signed certificate with the JDK's own tool. */
  private void makeIdentity(String algorithm) throws Exception {
    Path store = directory.resolve("store.p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    Process process =
        new ProcessBuilder(
                keytool.toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=localhost",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    keyStore = KeyStore.getInstance(store.toFile(), PASSWORD);
    Certificate made = keyStore.getCertificate("server");
    Key privateKey = keyStore.getKey("server", PASSWORD);
    writePem(certificate, "CERTIFICATE", made.getEncoded());
    writePem(key, "PRIVATE KEY", privateKey.getEncoded());
  }

  private static void writePem(Path file, String kind, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
  }

  private HttpClient trustingClient() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", keyStore.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }
}
