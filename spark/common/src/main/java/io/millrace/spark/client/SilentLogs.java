package io.millrace.spark.client;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.impl.NoOpLog;

/**
 * Stands for commons-logging's {@code LogFactory} in the HTTP client of the SDK, as the bundles
 * hold it (the parent pom puts it there). The client would log each request at DEBUG, with the
 * access key ID and the security token in its headers.
 */
public final class SilentLogs {

  private static final Log NONE = new NoOpLog();

  private SilentLogs() {}

  /** A log that drops what it is given. */
  public static Log getLog(Class<?> of) {
    return NONE;
  }

  /** A log that drops what it is given. */
  public static Log getLog(String name) {
    return NONE;
  }
}
