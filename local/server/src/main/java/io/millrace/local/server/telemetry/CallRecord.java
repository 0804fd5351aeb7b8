package io.millrace.local.server.telemetry;

/**
 * An answered call.
 *
 * @param operation the operation's name as it was called
 * @param supported whether the server knows the operation
 * @param instance the instance named in the call, or null
 * @param requestId the id the reply carries
 * @param remoteAddress the caller's address
 * @param status the HTTP status
 * @param code the error code, or {@code OK}
 * @param requestBytes length of the request's body
 * @param replyBytes length of the reply's body
 * @param nanos from the request's headers to the reply's making
 */
public record CallRecord(
    String operation,
    boolean supported,
    String instance,
    String requestId,
    String remoteAddress,
    int status,
    String code,
    int requestBytes,
    int replyBytes,
    long nanos) {
  /** The code of a call that succeeded. */
  public static final String OK = "OK";
}
