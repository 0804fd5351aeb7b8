package io.millrace.spark.credentials;

import java.io.Serializable;

/** Where clients take the access key from, each time they sign a request. Thread-safe. */
public sealed interface Credentials extends Serializable permits AccessKey, StoredCredentials {

  /** The access key that holds now. */
  AccessKey current();
}
