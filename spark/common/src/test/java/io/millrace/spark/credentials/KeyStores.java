package io.millrace.spark.credentials;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;

/** Credential providers of the tests. */
final class KeyStores {

  private KeyStores() {}

  /** Stores a value under an alias, in place of the one that was there. */
  static void store(String path, String alias, String value) throws IOException {
    Configuration configuration = new Configuration(false);
    configuration.set(CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, path);
    CredentialProvider provider = CredentialProviderFactory.getProviders(configuration).get(0);
    if (provider.getCredentialEntry(alias) != null) {
      provider.deleteCredentialEntry(alias);
    }
    provider.createCredentialEntry(alias, value.toCharArray());
    provider.flush();
  }
}
