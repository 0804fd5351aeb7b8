package io.millrace.protocol.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
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
 * <p>Immutable. Making a version 4 key takes four keyed hashes: keep it for its day.
 */
public final class SigningKey {
  private static final String V4_PREFIX = "aliyun_v4";
  private static final String V4_PRODUCT = "ots";
  private static final String V4_SUFFIX = "aliyun_v4_request";

  private final byte[] key;
  private final boolean version4;

  private SigningKey(byte[] key, boolean version4) {
    this.key = key;
    this.version4 = version4;
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
      derived = sha256(derived, part);
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
      return base64(sha256(key, text.append(V4_PRODUCT).toString()));
    }
    return base64(sha1(key, text.toString()));
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
    return base64(sha1(key, text.append('/').append(operation).toString()));
  }

  /** The value of {@link OtsHeaders#AUTHORIZATION} in a response. */
  public String authorization(String accessKeyId, String operation, Map<String, String> headers) {
    return "OTS " + accessKeyId + ":" + signResponse(operation, headers);
  }

  private static void appendHeaders(StringBuilder text, Map<String, String> headers) {
    Map<String, String> sorted = new TreeMap<>();
    headers.forEach(
        (name, value) -> {
          String lowerCase = name.toLowerCase(Locale.ROOT);
          if (isSigned(lowerCase)) {
            sorted.put(lowerCase, value.trim());
          }
        });
    sorted.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            text.append(name).append(':').append(value).append('\n');
          }
        });
  }

  private static boolean isSigned(String header) {
    return header.startsWith(OtsHeaders.PREFIX)
        && !header.equals(OtsHeaders.SIGNATURE)
        && !header.equals(OtsHeaders.SIGNATURE_V4);
  }

  private static byte[] sha1(byte[] key, String text) {
    return hmac("HmacSHA1", key, text);
  }

  private static byte[] sha256(byte[] key, String text) {
    return hmac("HmacSHA256", key, text);
  }

  private static byte[] hmac(String algorithm, byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(key, algorithm));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + algorithm + ".", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
