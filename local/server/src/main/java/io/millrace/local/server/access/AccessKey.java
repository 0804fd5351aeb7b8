package io.millrace.local.server.access;

/**
 * A user's key.
 *
 * @param id the public part, sent with each request
 * @param secret what requests and replies are signed with; never printed
 */
public record AccessKey(String id, String secret) {
  @Override
  public String toString() {
    return "AccessKey[" + id + "]";
  }
}
