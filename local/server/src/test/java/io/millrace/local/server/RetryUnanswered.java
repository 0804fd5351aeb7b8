package io.millrace.local.server;

import com.alicloud.openservices.tablestore.ClientConfiguration;
import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.DefaultRetryStrategy;
import com.alicloud.openservices.tablestore.model.RetryStrategy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDK's own way to retry, and for writes as well when a connection ended without an answer. The
 * SDK may take a connection from its pool that has just been closed, which its own strategy repairs
 * for reads only; tests of what a server answers are not about that. Each such retry is logged.
 */
final class RetryUnanswered extends DefaultRetryStrategy {
  private static final Logger log = LoggerFactory.getLogger(RetryUnanswered.class);

  static ClientConfiguration configuration() {
    ClientConfiguration configuration = new ClientConfiguration();
    configuration.setRetryStrategy(new RetryUnanswered());
    return configuration;
  }

  @Override
  public RetryStrategy clone() {
    return new RetryUnanswered();
  }

  @Override
  public boolean shouldRetry(String action, Exception failure) {
    if (super.shouldRetry(action, failure)) {
      return true;
    }
    boolean unanswered =
        failure instanceof ClientException
            && !(failure instanceof TableStoreException)
            && String.valueOf(failure.getMessage()).contains("ConnectionClosedException");
    if (unanswered) {
      log.warn("{} met a closed connection and is sent again", action, failure);
    }
    return unanswered;
  }
}
