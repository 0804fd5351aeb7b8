package io.millrace.protocol.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of one access key's signatures, of version 2 or 4. Requests are signed by the client and
 * verified by the server, responses the other way round.
 *
 * <p>A signature covers the operation and every header whose name begins with {@link
 * OtsHeaders#PREFIX}, but for the signatures themselves; names may come in any case, headers
 * without a value count as absent. The body is covered by its MD5, which is one of the headers.
 *
 * <p>Safe for any thread. Making a version 4 key takes four keyed hashes: keep it for its day.
 */
public final class SigningKey {
  private static final String V4_PREFIX = "aliyun_v4";
  private static final String V4_PRODUCT = "ots";
  private static final String V4_SUFFIX = "aliyun_v4_request";
  private static final String SHA1 = "HmacSHA1";
  private static final String SHA256 = "HmacSHA256";

  private final boolean version4;
  private final ThreadLocal<Mac> sha1;
  private final ThreadLocal<Mac> sha256;

  private SigningKey(byte[] key, boolean version4) {
    this.version4 = version4;
    this.sha1 = ThreadLocal.withInitial(() -> mac(SHA1, key));
    this.sha256 = ThreadLocal.withInitial(() -> mac(SHA256, key));
  }

  public static SigningKey v2(String accessKeySecret) {
    return new SigningKey(accessKeySecret.getBytes(UTF_8), false);
  }

  /**
   * @param date the value of {@link OtsHeaders#SIGN_DATE}
   * @param region the value of {@link OtsHeaders#SIGN_REGION}
   */
  public static SigningKey v4(String accessKeySecret, String date, String region) {
    byte[] derived = (V4_PREFIX + accessKeySecret).getBytes(UTF_8);
    for (String part : new String[] {date, region, V4_PRODUCT, V4_SUFFIX}) {
      derived = mac(SHA256, derived).doFinal(part.getBytes(UTF_8));
    }
    return ofDerivedV4(Base64.getEncoder().encodeToString(derived));
  }

  /** A version 4 key that was derived elsewhere, in the text form that clients are given. */
  public static SigningKey ofDerivedV4(String derivedKey) {
    return new SigningKey(derivedKey.getBytes(UTF_8), true);
  }

  /** The header that carries a request's signature by this key. */
  public String requestHeader() {
    return version4 ? OtsHeaders.SIGNATURE_V4 : OtsHeaders.SIGNATURE;
  }

  /** The signature of a request. */
  public String signRequest(String operation, Map<String, String> headers) {
    StringBuilder text = new StringBuilder("/").append(operation).append("\nPOST\n\n");
    appendHeaders(text, headers);
    if (version4) {
      return base64(sha256, text.append(V4_PRODUCT));
    }
    return base64(sha1, text);
  }

  /**
   * Whether a request's signature is right; the time it takes does not depend on how wrong it is.
   */
  public boolean verifyRequest(String operation, Map<String, String> headers, String signature) {
    return MessageDigest.isEqual(
        signRequest(operation, headers).getBytes(UTF_8), signature.getBytes(UTF_8));
  }

  /** The signature of a response. */
  public String signResponse(String operation, Map<String, String> headers) {
    StringBuilder text = new StringBuilder();
    appendHeaders(text, headers);
    return base64(sha1, text.append('/').append(operation));
  }

  /** The value of {@link OtsHeaders#AUTHORIZATION} in a response. */
  public String authorization(String accessKeyId, String operation, Map<String, String> headers) {
    return "OTS " + accessKeyId + ":" + signResponse(operation, headers);
  }

  private static void appendHeaders(StringBuilder text, Map<String, String> headers) {
    if (isSortedAsSigned(headers)) {
      headers.forEach((name, value) -> append(text, name, value));
    } else {
      sorted(headers).forEach((name, value) -> append(text, name, value));
    }
  }

  /** Whether names stand in the order they are signed in: they are sorted and in lower case. */
  private static boolean isSortedAsSigned(Map<String, String> headers) {
    if (!(headers instanceof SortedMap<String, String> map) || map.comparator() != null) {
      return false;
    }
    for (String name : headers.keySet()) {
      for (int i = 0; i < name.length(); i++) {
        char c = name.charAt(i);
        if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
          return false;
        }
      }
    }
    return true;
  }

  private static void append(StringBuilder text, String name, String value) {
    if (isSigned(name)) {
      String trimmed = value.trim();
      if (!trimmed.isEmpty()) {
        text.append(name).append(':').append(trimmed).append('\n');
      }
    }
  }

  private static Map<String, String> sorted(Map<String, String> headers) {
    Map<String, String> sorted = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          String lowerCase = name.toLowerCase(Locale.ROOT);
          if (isSigned(lowerCase)) {
            sorted.put(lowerCase, value);
          }
        });
    return sorted;
  }

  private static boolean isSigned(String header) {
    return header.startsWith(OtsHeaders.PREFIX)
        && !header.equals(OtsHeaders.SIGNATURE)
        && !header.equals(OtsHeaders.SIGNATURE_V4);
  }

  private static String base64(ThreadLocal<Mac> mac, StringBuilder text) {
    byte[] signature = mac.get().doFinal(text.toString().getBytes(UTF_8));
    return Base64.getEncoder().encodeToString(signature);
  }

  private static Mac mac(String algorithm, byte[] key) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm + ".", e);
    }
  }
}
