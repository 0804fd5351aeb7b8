package io.millrace.spark.credentials;

/**
 * An access key, which never changes.
 *
 * <p>{@link #toString} shows nothing of it.
 *
 * @param token the token of a temporary key, or null
 */
public record AccessKey(String id, String secret, String token) implements Credentials {

  @Override
  public AccessKey current() {
    return this;
  }

  @Override
  public String toString() {
    return "access key (hidden)";
  }
}
