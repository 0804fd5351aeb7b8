package io.millrace.spark.client;

import com.alicloud.openservices.tablestore.core.auth.CredentialsProvider;
import com.alicloud.openservices.tablestore.core.auth.DefaultCredentials;
import com.alicloud.openservices.tablestore.core.auth.ServiceCredentials;
import io.millrace.spark.credentials.AccessKey;
import io.millrace.spark.credentials.Credentials;

/** Gives the official clients the access key that holds at each request. */
record SigningCredentials(Credentials credentials) implements CredentialsProvider {

  @Override
  public ServiceCredentials getCredentials() {
    AccessKey key = credentials.current();
    return key.token() == null
        ? new DefaultCredentials(key.id(), key.secret())
        : new DefaultCredentials(key.id(), key.secret(), key.token());
  }

  @Override
  public void setCredentials(ServiceCredentials given) {
    throw new UnsupportedOperationException("the access key comes from " + credentials);
  }
}
