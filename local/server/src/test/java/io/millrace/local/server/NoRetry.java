package io.millrace.local.server;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.model.RetryStrategy;

/** Lets a client tell every failure at once. */
final class NoRetry implements RetryStrategy {

  static ClientConfiguration configuration() {
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setRetryStrategy(new NoRetry());
    return configuration;
  }

  @Override
  public RetryStrategy clone() {
    return this;
  }

  @Override
  public int getRetries() {
    return 0;
  }

  @Override
  public long nextPause(String action, Exception failure) {
    return 0;
  }
}
