package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.model.DefaultRetryStrategy;
import com.alicloud.openservices.tablestore.model.RetryStrategy;

/**
 * Repeats what the service asks to repeat, but tells a person at once when it cannot be reached.
 */
final class ServiceRetryStrategy extends DefaultRetryStrategy {
  @Override
  public RetryStrategy clone() {
    return new ServiceRetryStrategy();
  }

  @Override
  public boolean shouldRetry(String action, Exception failure) {
    return !(failure instanceof ClientException) && super.shouldRetry(action, failure);
  }
}
