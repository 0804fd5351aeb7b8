package io.millrace.local.server.access;

import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.auth.SigningKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The keys that are accepted, and what each of them signs with. */
public final class AccessKeys {
  private final Map<String, User> users = new ConcurrentHashMap<>();
  private final Optional<String> firstSecret;

  /** The given keys; a later key replaces an earlier one of the same id. */
  public AccessKeys(Collection<AccessKey> keys) {
    firstSecret = keys.stream().findFirst().map(AccessKey::secret);
    for (AccessKey key : keys) {
      users.put(key.id(), new User(key));
    }
  }

  /**
   * What the caller of a request with these headers signs with; empty if the access key is not
   * known. A request with a version 4 signature is answered with the key of that version.
   */
  public Optional<Signer> signer(Map<String, String> headers) {
    String id = headers.get(OtsHeaders.ACCESS_KEY_ID);
    User user = id == null ? null : users.get(id);
    return user == null ? Optional.empty() : Optional.of(user.signer(headers));
  }

  /**
   * What a caller whose access key is not known would sign with if its secret were that of the
   * first key; empty if the request names no access key.
   */
  Optional<Signer> standIn(Map<String, String> headers) {
    String id = headers.get(OtsHeaders.ACCESS_KEY_ID);
    return id == null || id.isEmpty()
        ? Optional.empty()
        : firstSecret.map(secret -> new User(new AccessKey(id, secret)).signer(headers));
  }

  /** A key with what is derived from it. */
  private static final class User {
    private final AccessKey key;
    private final Signer version2;
    private volatile Version4 version4 = new Version4("", "", null);

    /** The signer of a day and a region. */
    private record Version4(String date, String region, Signer signer) {}

    User(AccessKey key) {
      this.key = key;
      this.version2 = new Signer(key.id(), SigningKey.v2(key.secret()));
    }

    Signer signer(Map<String, String> headers) {
      if (!headers.containsKey(OtsHeaders.SIGNATURE_V4)) {
        return version2;
      }
      String date = headers.getOrDefault(OtsHeaders.SIGN_DATE, "");
      String region = headers.getOrDefault(OtsHeaders.SIGN_REGION, "");
      Version4 cached = version4;
      if (cached.signer == null || !cached.date.equals(date) || !cached.region.equals(region)) {
        SigningKey derived = SigningKey.v4(key.secret(), date, region);
        cached = new Version4(date, region, new Signer(key.id(), derived));
        version4 = cached;
      }
      return cached.signer;
    }
  }
}
