package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.millrace.local.junit.LocalInstance;
import io.millrace.local.junit.LocalTablestoreExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionIT {
  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE = new LocalTablestoreExtension();

  @Test
  void aWrongSecretIsRefusedAndNotShown() {
    LocalInstance instance = TABLESTORE.instance();
    AdminRun run = AdminRun.on(instance, "list", "--key", "not-the-secret");
    assertThat(run.failure())
        .contains("refused access key id '" + instance.accessKeyId() + "'")
        .contains("Signature mismatch. Check --id, --key and --instance");
    assertThat(run.err() + run.out()).doesNotContain("not-the-secret");
  }

  @Test
  void anUnknownInstanceOrIdIsNamed() {
    assertThat(AdminRun.on(TABLESTORE.instance(), "list", "--instance", "nowhere").failure())
        .contains("on instance 'nowhere': The instance is not found.");
    assertThat(AdminRun.on(TABLESTORE.instance(), "list", "--id", "nobody").failure())
        .contains("access key id 'nobody'");
    assertThat(AdminRun.on(TABLESTORE.instance(), "list", "--endpoint", "nowhere").misuse())
        .startsWith("The endpoint 'nowhere' is not of the form http://HOST:PORT");
  }

  @Test
  void anEndpointWhereNothingListensIsToldAtOnce() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port;
    String failure =
        assertTimeoutPreemptively(
            Duration.ofSeconds(10), () -> AdminRun.of("--endpoint", endpoint, "list").failure());
    assertThat(failure)
        .isEqualTo(
            "Tablestore cannot be reached at "
                + endpoint
                + " (connection refused); correct --endpoint or TABLESTORE_ENDPOINT, or start a"
                + " local one with 'millrace server'.");
  }

  @Test
  void anEndpointThatNeverAnswersIsGivenUp() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String endpoint = "http://127.0.0.1:" + silent.getLocalPort();
      String failure =
          assertTimeoutPreemptively(
              Duration.ofSeconds(20),
              () -> AdminRun.of("--endpoint", endpoint, "--timeout", "1", "list").failure());
      assertThat(failure).contains("cannot be reached").contains("no answer within 1 s");
    }
  }
}
