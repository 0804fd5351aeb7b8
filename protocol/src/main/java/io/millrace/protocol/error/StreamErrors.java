package io.millrace.protocol.error;

import static io.millrace.protocol.error.ServiceErrors.parameterInvalid;

/**
 * Errors of streams, tunnels and local transactions. Tunnel messages are our own: the service's are
 * not published, and clients look at the code alone.
 */
public final class StreamErrors {
  private StreamErrors() {}

  public static ServiceException streamNotExist() {
    return ServiceErrors.of(ErrorCode.OBJECT_NOT_EXIST, "Requested stream does not exist.");
  }

  public static ServiceException invalidStreamId(String id) {
    return parameterInvalid("Invalid stream id: '" + id + "'.");
  }

  public static ServiceException invalidShardIterator(String iterator) {
    return parameterInvalid("Invalid shard iterator: '" + iterator + "'.");
  }

  public static ServiceException trimmedDataAccess() {
    return ServiceErrors.of(
        ErrorCode.TRIMMED_DATA_ACCESS,
        "Requested stream data is already trimmed or does not exist.");
  }

  /** In tunnel calls an unknown table is a wrong parameter, and halts a worker for good. */
  public static ServiceException tunnelTableNotExist(String table) {
    return parameterInvalid("Requested table does not exist: '" + table + "'.");
  }

  /** In tunnel calls an unknown tunnel is a wrong parameter, and halts a worker for good. */
  public static ServiceException tunnelNotExist(String tunnel) {
    return parameterInvalid("Requested tunnel does not exist: '" + tunnel + "'.");
  }

  public static ServiceException invalidToken(String token) {
    return parameterInvalid("Invalid token: '" + token + "'.");
  }

  public static ServiceException tunnelExists(String name) {
    return ServiceErrors.of(
        ErrorCode.TUNNEL_EXIST, "Requested tunnel already exists: '" + name + "'.");
  }

  public static ServiceException tunnelExpired(String tunnelId) {
    return ServiceErrors.of(
        ErrorCode.TUNNEL_EXPIRED,
        "Tunnel '" + tunnelId + "' is expired: its position is older than the stream's retention.");
  }

  public static ServiceException sequenceNumberNotMatch(long stored, long given) {
    return ServiceErrors.of(
        ErrorCode.SEQUENCE_NUMBER_NOT_MATCH,
        "Sequence number "
            + given
            + " is not above the stored one, "
            + stored
            + "; read the checkpoint again.");
  }

  /** The client, tunnel or channel is not, or is no longer, known to the server. */
  public static ServiceException resourceGone(String what) {
    return ServiceErrors.of(ErrorCode.RESOURCE_GONE, what + " is gone; connect again.");
  }

  public static ServiceException tunnelPermissionDenied() {
    return ServiceErrors.of(ErrorCode.PERMISSION_DENIED, "Access to the tunnel is denied.");
  }

  public static ServiceException tunnelServerUnavailable() {
    return ServiceErrors.of(ErrorCode.TUNNEL_SERVER_UNAVAILABLE, "Tunnel server is not available.");
  }

  public static ServiceException transactionKeySize() {
    return parameterInvalid("StartLocalTransaction support only one primary key.");
  }

  public static ServiceException invalidTransactionId() {
    return parameterInvalid("TransactionID is invalid.");
  }

  public static ServiceException transactionDisabled() {
    return parameterInvalid(
        "Try to call method using explicit transaction on explicit-transaction-disabled table.");
  }

  public static ServiceException sessionNotExist() {
    return ServiceErrors.of(ErrorCode.SESSION_NOT_EXIST, "Session not exist or may be timeout.");
  }

  public static ServiceException transactionLock(String key) {
    return ServiceErrors.of(ErrorCode.ROW_OPERATION_CONFLICT, "Failed to lock txn key: " + key);
  }

  public static ServiceException outOfTransaction(String transactionKey, String dataKey) {
    return ServiceErrors.of(
        ErrorCode.DATA_OUT_OF_RANGE,
        "Data out of scope of atomic. Atomic PartKey:"
            + transactionKey
            + ". Data PartKey:"
            + dataKey);
  }
}
