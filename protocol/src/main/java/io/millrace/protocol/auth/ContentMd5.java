package io.millrace.protocol.auth;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The value of {@link OtsHeaders#CONTENT_MD5}. */
public final class ContentMd5 {
  private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(ContentMd5::md5);

  private ContentMd5() {}

  /** The MD5 of a body as it travels, in Base64. */
  public static String of(byte[] body) {
    return of(body, 0, body.length);
  }

  /** The MD5 of a part of an array, in Base64. */
  public static String of(byte[] bytes, int offset, int length) {
    MessageDigest md5 = MD5.get();
    md5.update(bytes, offset, length);
    return Base64.getEncoder().encodeToString(md5.digest());
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has MD5.", e);
    }
  }
}
