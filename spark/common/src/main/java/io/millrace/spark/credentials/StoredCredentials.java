package io.millrace.spark.credentials;

import io.millrace.spark.error.AccessDeniedException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * An access key in a Hadoop credential provider, under three aliases. Every JVM that uses it reads
 * it again from time to time, so that a new key or token is taken up without a restart.
 *
 * <p>{@link #toString} shows the alias alone.
 *
 * @param alias what the three aliases begin with
 * @param configuration what Hadoop needs to find and open the provider
 * @param refresh how old a key may be before it is read again
 */
public record StoredCredentials(String alias, Map<String, String> configuration, Duration refresh)
    implements Credentials {

  /** The setting that names the providers. */
  public static final String PROVIDER_PATH = "hadoop.security.credential.provider.path";

  private static final String ID = ".access.key.id";
  private static final String SECRET = ".access.key.secret";
  private static final String TOKEN = ".security.token";
  private static final String[] NEEDED = {"hadoop.security.", "fs.", "dfs.", "ipc."};

  public StoredCredentials {
    configuration = Map.copyOf(configuration);
  }

  /** The key of an alias, or empty when no provider has it. */
  static Optional<StoredCredentials> find(
      Configuration configuration, String alias, Duration refresh) {
    if (configuration.get(PROVIDER_PATH, "").isBlank()) {
      return Optional.empty();
    }
    Map<String, String> needed = new TreeMap<>();
    configuration.forEach(
        setting -> {
          for (String prefix : NEEDED) {
            if (setting.getKey().startsWith(prefix)) {
              needed.put(setting.getKey(), setting.getValue());
            }
          }
        });
    StoredCredentials found = new StoredCredentials(alias, needed, refresh);
    return found.readAlias(ID) == null ? Optional.empty() : Optional.of(found);
  }

  @Override
  public AccessKey current() {
    return KeyCache.SHARED.get(this);
  }

  /** The key as it is stored now. */
  AccessKey read() {
    return new AccessKey(needed(ID), needed(SECRET), readAlias(TOKEN));
  }

  private String needed(String suffix) {
    String value = readAlias(suffix);
    if (value == null) {
      throw noAlias(path(), alias + suffix);
    }
    return value;
  }

  /** The refusal of a provider that has no key under an alias. */
  static RuntimeException missing(String path, String alias) {
    return noAlias(path, alias + ID);
  }

  private static RuntimeException noAlias(String path, String name) {
    return new AccessDeniedException(
            "The credential provider "
                + path
                + " has no alias "
                + name
                + ": add it with `hadoop credential create`.")
        .unchecked();
  }

  private String readAlias(String suffix) {
    Configuration hadoop = new Configuration();
    configuration.forEach(hadoop::set);
    try {
      char[] value = hadoop.getPassword(alias + suffix);
      return value == null ? null : new String(value);
    } catch (IOException e) {
      throw new AccessDeniedException(
              "The credential provider "
                  + path()
                  + " cannot be read ("
                  + e.getMessage()
                  + "): correct "
                  + PROVIDER_PATH
                  + " or its password.")
          .unchecked();
    }
  }

  private String path() {
    return configuration.get(PROVIDER_PATH);
  }

  @Override
  public String toString() {
    return "access key under the alias " + alias;
  }
}
