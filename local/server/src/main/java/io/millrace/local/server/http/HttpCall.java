package io.millrace.local.server.http;

import java.util.SortedMap;

/**
 * One request, its body read completely.
 *
 * @param method the HTTP method
 * @param path the path as sent, beginning with a slash, without the query
 * @param query the query as sent without its question mark, or an empty string
 * @param headers the headers by lower-case name; of a repeated header the last value
 * @param body the body as transmitted; empty if the call was refused before it was read
 * @param remoteAddress the caller's address, for logs
 * @param startNanos {@link System#nanoTime()} when the headers had been read
 */
public record HttpCall(
    String method,
    String path,
    String query,
    SortedMap<String, String> headers,
    byte[] body,
    String remoteAddress,
    long startNanos) {

  /** The value of a header by its lower-case name, or null. */
  public String header(String name) {
    return headers.get(name);
  }
}
