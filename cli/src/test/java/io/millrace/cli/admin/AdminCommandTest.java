package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class AdminCommandTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "TABLESTORE_ENDPOINT", "https://i.cn-hangzhou.ots.aliyuncs.com",
          "TABLESTORE_INSTANCE", "i",
          "TABLESTORE_ACCESS_KEY_ID", "id",
          "TABLESTORE_ACCESS_KEY_SECRET", "very-secret",
          "TABLESTORE_SESSION_TOKEN", "token");

  @Test
  void connectsToTheLocalServerByItself() {
    assertThat(connection(Map.of()))
        .extracting(
            Connection::endpoint,
            Connection::instance,
            Connection::accessKeyId,
            Connection::accessKeySecret,
            Connection::sessionToken)
        .containsExactly("http://127.0.0.1:8087", "millrace", "local", "local", null);
  }

  @Test
  void takesTheEnvironmentAndPrefersOptions() {
    Connection connection = connection(ENVIRONMENT, "--instance", "other", "--timeout=7");
    assertThat(connection)
        .extracting(
            Connection::endpoint,
            Connection::instance,
            Connection::accessKeyId,
            Connection::accessKeySecret,
            Connection::sessionToken)
        .containsExactly(
            "https://i.cn-hangzhou.ots.aliyuncs.com", "other", "id", "very-secret", "token");
    assertThat(connection.timeout()).hasSeconds(7);
  }

  @Test
  void anEmptyVariableIsNone() {
    assertThat(connection(Map.of("TABLESTORE_INSTANCE", " ")).instance()).isEqualTo("millrace");
  }

  @Test
  void takesTheOptionsAfterTheCommandToo() {
    AdminCommand admin = new AdminCommand(name -> null);
    new CommandLine(admin).parseArgs("list", "--endpoint", "http://h:1", "--id", "me");
    assertThat(admin.connection().endpoint()).isEqualTo("http://h:1");
    assertThat(admin.connection().accessKeyId()).isEqualTo("me");
  }

  @Test
  void neverShowsTheSecret() {
    assertThat(connection(ENVIRONMENT).toString())
        .isEqualTo("instance 'i' at https://i.cn-hangzhou.ots.aliyuncs.com");
  }

  @Test
  void refusesWhatCannotBeAnInstance() {
    assertThatThrownBy(() -> connection(Map.of(), "--endpoint", "127.0.0.1:8087"))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("'127.0.0.1:8087' is not of the form http://HOST:PORT");
    assertThatThrownBy(() -> connection(Map.of(), "--instance", "a/b"))
        .hasMessageContaining("The instance name 'a/b'");
    assertThatThrownBy(() -> connection(Map.of(), "--id", "a b"))
        .hasMessageContaining("The access key id 'a b'");
    assertThatThrownBy(() -> connection(Map.of(), "--timeout", "0"))
        .hasMessageContaining("--timeout is 0");
  }

  private static Connection connection(Map<String, String> environment, String... arguments) {
    AdminCommand admin = new AdminCommand(environment::get);
    new CommandLine(admin).parseArgs(arguments);
    return admin.connection();
  }
}
