package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Where an instance is and who asks; what cannot be so is refused with an {@link
 * IllegalArgumentException} that holds the sentence to show. The text of this never holds the
 * secret.
 */
record Connection(
    String endpoint,
    String instance,
    String accessKeyId,
    String accessKeySecret,
    String sessionToken,
    Duration timeout) {
  private static final Pattern ENDPOINT =
      Pattern.compile("(?i)https?://[a-z0-9._-]+(:\\d{1,5})?/?");
  private static final Pattern INSTANCE = Pattern.compile("[a-zA-Z0-9_-]+");
  private static final Pattern ACCESS_KEY_ID = Pattern.compile("[a-zA-Z0-9+./_-]+");
  private static final Duration LONGEST_CONNECT = Duration.ofSeconds(5);

  Connection {
    if (!ENDPOINT.matcher(endpoint).matches()) {
      throw new IllegalArgumentException(
          "The endpoint '"
              + endpoint
              + "' is not of the form http://HOST:PORT or https://HOST; correct --endpoint or"
              + " TABLESTORE_ENDPOINT.");
    }
    if (!INSTANCE.matcher(instance).matches()) {
      throw new IllegalArgumentException(
          "The instance name '"
              + instance
              + "' may hold letters, digits and hyphens only; correct --instance or"
              + " TABLESTORE_INSTANCE.");
    }
    if (!ACCESS_KEY_ID.matcher(accessKeyId).matches()) {
      throw new IllegalArgumentException(
          "The access key id '"
              + accessKeyId
              + "' holds a character that no id has; correct --id or TABLESTORE_ACCESS_KEY_ID.");
    }
  }

  SyncClient client() {
    return new SyncClient(
        endpoint, accessKeyId, accessKeySecret, instance, configuration(), sessionToken);
  }

  TunnelClient tunnelClient() {
    return new TunnelClient(
        endpoint, accessKeyId, accessKeySecret, instance, configuration(), sessionToken);
  }

  private ClientConfiguration configuration() {
    int millis = Math.toIntExact(timeout.toMillis());
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setConnectionTimeoutInMillisecond(
        (int) Math.min(millis, LONGEST_CONNECT.toMillis()));
    configuration.setSocketTimeoutInMillisecond(millis);
    configuration.setSyncClientWaitFutureTimeoutInMillis(2L * millis);
    configuration.setRetryStrategy(new ServiceRetryStrategy());
    return configuration;
  }

  @Override
  public String toString() {
    return "instance '" + instance + "' at " + endpoint;
  }
}
