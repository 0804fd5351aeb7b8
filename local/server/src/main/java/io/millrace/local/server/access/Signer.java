package io.millrace.local.server.access;

import io.millrace.protocol.auth.SigningKey;
import java.util.Map;

/**
 * Verifies the requests and signs the replies of one user.
 *
 * @param accessKeyId the user's id
 * @param key what the user's requests are signed with
 */
public record Signer(String accessKeyId, SigningKey key) {

  /**
   * Whether a request carries the right signature; the time it takes does not depend on how wrong
   * it is.
   */
  boolean verifies(String operation, Map<String, String> headers) {
    String signature = headers.get(key.requestHeader());
    return signature != null && key.verifyRequest(operation, headers, signature);
  }

  /** The value of the Authorization header of a reply with these headers. */
  public String authorization(String operation, Map<String, String> headers) {
    return key.authorization(accessKeyId, operation, headers);
  }
}
