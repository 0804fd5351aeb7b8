package io.millrace.spark.credentials;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;

/**
 * The places where an access key may be when the options do not have one: a Hadoop credential
 * provider, then the environment of the driver.
 */
public final class CredentialChain {

  private static final String ID = "TABLESTORE_ACCESS_KEY_ID";
  private static final String SECRET = "TABLESTORE_ACCESS_KEY_SECRET";

  /** The older name, and that of the service's newer SDKs and of {@code millrace admin}. */
  private static final List<String> TOKENS =
      List.of("TABLESTORE_SECURITY_TOKEN", "TABLESTORE_SESSION_TOKEN");

  private final Supplier<Configuration> hadoop;
  private final UnaryOperator<String> environment;

  /**
   * A chain over a configuration and an environment.
   *
   * @param hadoop the session's configuration
   * @param environment the value of a variable, or null
   */
  public CredentialChain(Supplier<Configuration> hadoop, UnaryOperator<String> environment) {
    this.hadoop = hadoop;
    this.environment = environment;
  }

  /**
   * The first that has a key. A provider that is named for these keys must have one: another key
   * would be a surprise.
   *
   * @param providerPath the credential providers, or empty for those of the configuration
   * @param alias what the aliases in it begin with
   * @param refresh how old a key of a provider may be before it is read again
   */
  public Optional<Credentials> find(Optional<String> providerPath, String alias, Duration refresh) {
    Configuration configuration = new Configuration(hadoop.get());
    providerPath.ifPresent(path -> configuration.set(StoredCredentials.PROVIDER_PATH, path));
    Optional<StoredCredentials> stored = StoredCredentials.find(configuration, alias, refresh);
    if (stored.isPresent()) {
      return Optional.of(stored.get());
    }
    if (providerPath.isPresent()) {
      throw StoredCredentials.missing(providerPath.get(), alias);
    }
    return ofEnvironment();
  }

  private Optional<Credentials> ofEnvironment() {
    String id = environment.apply(ID);
    String secret = environment.apply(SECRET);
    return id == null || id.isBlank() || secret == null || secret.isBlank()
        ? Optional.empty()
        : Optional.of(new AccessKey(id, secret, token()));
  }

  private String token() {
    return TOKENS.stream()
        .map(environment)
        .filter(token -> token != null && !token.isBlank())
        .findFirst()
        .orElse(null);
  }
}
