package io.millrace.local.server.access;

import io.millrace.protocol.error.ServiceErrors;
import java.util.regex.Pattern;

/**
 * Names of instances: what the strictest official client sends, and no longer than a host name's
 * part. The service itself allows 3 to 16 characters only; tests like longer ones.
 */
public final class InstanceNames {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,63}");

  private InstanceNames() {}

  /** Refuses a name that no instance can have. */
  public static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw ServiceErrors.invalidInstanceName(name);
    }
  }
}
