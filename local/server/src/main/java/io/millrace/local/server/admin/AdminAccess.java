package io.millrace.local.server.admin;

import io.millrace.local.server.access.Authenticator;
import io.millrace.local.server.http.HttpCall;
import io.millrace.protocol.error.ServiceException;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Who may call the admin API: programs on the server's own machine, and from elsewhere whoever
 * signs the call as calls of the service are signed, the path without its first slash being the
 * operation. Web pages may not: a browser names the page in a header that other programs do not
 * send.
 */
public final class AdminAccess {
  private final Authenticator authenticator;

  /** Access by signatures that an authenticator checks. */
  public AdminAccess(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  void check(HttpCall call) {
    if (call.header("origin") != null) {
      throw new AdminException(403, "Web pages may not call the admin API.");
    }
    if (isLocal(call.remoteAddress())) {
      return;
    }
    try {
      authenticator.checkSigned(call, call.path().substring(1), authenticator.signer(call));
    } catch (ServiceException refused) {
      throw new AdminException(
          403,
          "From another machine calls of the admin API must be signed with an access key: "
              + refused.getMessage());
    }
  }

  /** Addresses come from a connection and are never looked up by name. */
  private static boolean isLocal(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException noAddress) {
      return false;
    }
  }
}
