package io.millrace.spark.options;

import io.millrace.spark.credentials.AccessKey;
import io.millrace.spark.credentials.CredentialChain;
import io.millrace.spark.credentials.Credentials;
import io.millrace.spark.error.InvalidOptionException;
import java.io.Serializable;
import java.time.Duration;
import org.apache.spark.sql.SparkSession;

/**
 * Which instance, and as whom. Two equal connections share their clients.
 *
 * <p>{@link #toString} shows nothing of the key.
 */
public record Connection(String endpoint, String instance, Credentials credentials)
    implements Serializable {

  /** Reads the options; throws when one is missing or invalid. On the driver only. */
  public static Connection of(OptionValues options) {
    return new Connection(
        options.get(DefinitionOptions.ENDPOINT),
        options.get(DefinitionOptions.INSTANCE_NAME),
        credentials(options));
  }

  private static Credentials credentials(OptionValues options) {
    if (options.find(DefinitionOptions.ACCESS_KEY_ID).isPresent()
        || options.find(DefinitionOptions.ACCESS_KEY_SECRET).isPresent()) {
      return new AccessKey(
          options.get(DefinitionOptions.ACCESS_KEY_ID),
          options.get(DefinitionOptions.ACCESS_KEY_SECRET),
          options.find(DefinitionOptions.SECURITY_TOKEN).orElse(null));
    }
    CredentialChain chain =
        new CredentialChain(
            () -> SparkSession.active().sessionState().newHadoopConf(), System::getenv);
    return chain
        .find(
            options.find(DefinitionOptions.CREDENTIAL_PROVIDER_PATH),
            options.get(DefinitionOptions.CREDENTIAL_ALIAS),
            Duration.ofSeconds(options.get(DefinitionOptions.CREDENTIAL_REFRESH_S)))
        .orElseThrow(
            () ->
                new InvalidOptionException(
                        "Option access.key.id is missing: give it and access.key.secret, store both"
                            + " in a Hadoop credential provider, or set TABLESTORE_ACCESS_KEY_ID"
                            + " and TABLESTORE_ACCESS_KEY_SECRET for the driver.")
                    .unchecked());
  }

  @Override
  public String toString() {
    return "instance " + instance + " at " + endpoint;
  }
}
