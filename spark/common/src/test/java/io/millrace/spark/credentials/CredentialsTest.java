package io.millrace.spark.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.error.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialsTest {

  private static final Duration REFRESH = Duration.ofSeconds(60);
  private static final UnaryOperator<String> NO_VARIABLES = name -> null;

  @TempDir private Path directory;

  private String provider() {
    return "localjceks://file" + directory.resolve("keys.jceks");
  }

  private static Optional<Credentials> find(
      String provider, String alias, UnaryOperator<String> environment) {
    return new CredentialChain(() -> new Configuration(false), environment)
        .find(Optional.ofNullable(provider), alias, REFRESH);
  }

  @Test
  void takesTheKeyOfAProviderBeforeThatOfTheEnvironment() throws Exception {
    KeyStores.store(provider(), "ots.access.key.id", "stored-id");
    KeyStores.store(provider(), "ots.access.key.secret", "stored-secret");
    UnaryOperator<String> environment =
        Map.of(
                "TABLESTORE_ACCESS_KEY_ID", "own-id",
                "TABLESTORE_ACCESS_KEY_SECRET", "own-secret",
                "TABLESTORE_SECURITY_TOKEN", "own-token")
            ::get;

    assertThat(find(provider(), "ots", environment).orElseThrow().current())
        .isEqualTo(new AccessKey("stored-id", "stored-secret", null));
    assertThat(find(null, "ots", environment).orElseThrow().current())
        .isEqualTo(new AccessKey("own-id", "own-secret", "own-token"));
    assertThat(find(null, "ots", NO_VARIABLES)).isEmpty();
  }

  @Test
  void takesTheTokenUnderEitherName() throws Exception {
    Map<String, String> variables =
        Map.of(
            "TABLESTORE_ACCESS_KEY_ID", "own-id",
            "TABLESTORE_ACCESS_KEY_SECRET", "own-secret",
            "TABLESTORE_SESSION_TOKEN", "own-token");

    assertThat(find(null, "ots", variables::get).orElseThrow().current())
        .isEqualTo(new AccessKey("own-id", "own-secret", "own-token"));
  }

  /** The variables would be another account's, perhaps. */
  @Test
  void aProviderThatIsNamedMustHaveTheKey() throws Exception {
    KeyStores.store(provider(), "ots.access.key.id", "stored-id");
    UnaryOperator<String> environment =
        Map.of("TABLESTORE_ACCESS_KEY_ID", "own-id", "TABLESTORE_ACCESS_KEY_SECRET", "own-secret")
            ::get;

    assertThatThrownBy(() -> find(provider(), "other", environment))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(provider() + " has no alias other.access.key.id: add it with");

    // The session's own providers may be there for the keys of other systems alone.
    Configuration session = new Configuration(false);
    session.set(StoredCredentials.PROVIDER_PATH, provider());
    assertThat(
            new CredentialChain(() -> session, environment)
                .find(Optional.empty(), "other", REFRESH)
                .orElseThrow()
                .current())
        .isEqualTo(new AccessKey("own-id", "own-secret", null));
  }

  @Test
  void namesTheAliasThatIsMissing() throws Exception {
    KeyStores.store(provider(), "half.access.key.id", "id");

    Credentials half = find(provider(), "half", NO_VARIABLES).orElseThrow();

    assertThatThrownBy(half::current)
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("has no alias half.access.key.secret");
  }

  @Test
  void readsAStoredKeyAgainWhenItIsOld() {
    AtomicLong now = new AtomicLong();
    AccessKey first = new AccessKey("a", "s", "t1");
    AccessKey second = new AccessKey("a", "s", "t2");
    Deque<AccessKey> keys = new ArrayDeque<>(List.of(first, second));
    KeyCache cache = new KeyCache(now::get, credentials -> keys.remove());
    StoredCredentials stored = new StoredCredentials("x", Map.of(), REFRESH);

    assertThat(cache.get(stored)).isEqualTo(first);
    now.set(REFRESH.toNanos() - 1);
    assertThat(cache.get(stored)).isEqualTo(first);
    now.set(REFRESH.toNanos());
    assertThat(cache.get(stored)).isEqualTo(second);
    now.set(REFRESH.toNanos() * 2);
    assertThat(cache.get(stored)).as("what cannot be read again stays").isEqualTo(second);
  }

  @Test
  void showsNothing() {
    AccessKey key = new AccessKey("the-id", "the-secret", "the-token");
    assertThat(key.toString()).doesNotContain("the-");
    assertThat(
            new StoredCredentials("alias", Map.of("fs.s3a.secret.key", "the-secret"), REFRESH)
                .toString())
        .doesNotContain("the-secret");
  }
}
