package io.millrace.protocol.error;

import static io.millrace.protocol.error.ErrorCode.PARAMETER_INVALID;

/**
 * The service's errors in its own words, which official clients and their users' tests compare
 * letter for letter. Each method returns the error to throw or to put into a row of a batch.
 *
 * <p>Errors about requests as such, access, tables and rows are here; those about the shape of rows
 * are in {@link RowErrors}, about reads in {@link ReadErrors}, about schemas and options in {@link
 * SchemaErrors}, about streams, tunnels and transactions in {@link StreamErrors}.
 */
public final class ServiceErrors {
  private ServiceErrors() {}

  /** For a rule whose wording is not published. */
  public static ServiceException parameterInvalid(String message) {
    return new ServiceException(PARAMETER_INVALID, message);
  }

  /** Any code with a message of one's own, as fault injection needs. */
  public static ServiceException of(ErrorCode code, String message) {
    return new ServiceException(code, message);
  }

  public static ServiceException missingHeader(String header) {
    return parameterInvalid("Missing header: " + header + ".");
  }

  public static ServiceException invalidDateFormat(String date) {
    return parameterInvalid("Invalid date format: " + date + ".");
  }

  public static ServiceException unsupportedOperation(String operation) {
    return parameterInvalid("Unsupported operation: " + operation + ".");
  }

  public static ServiceException unparsableMessage() {
    return parameterInvalid("Failed to parse the ProtoBuf message.");
  }

  public static ServiceException methodNotAllowed() {
    return of(ErrorCode.METHOD_NOT_ALLOWED, "Only POST method for requests is supported.");
  }

  public static ServiceException requestTimeout() {
    return of(ErrorCode.REQUEST_TIMEOUT, "Request timeout.");
  }

  public static ServiceException requestBodyTooLarge() {
    return of(ErrorCode.REQUEST_BODY_TOO_LARGE, "The size of POST data is too large.");
  }

  public static ServiceException accessKeyUnknown() {
    return authFailed("The AccessKeyID does not exist.");
  }

  public static ServiceException signatureMismatch() {
    return authFailed("Signature mismatch.");
  }

  public static ServiceException instanceNotFound() {
    return authFailed("The instance is not found.");
  }

  public static ServiceException contentMd5Mismatch() {
    return authFailed("Mismatch between MD5 value of request body and x-ots-contentmd5 in header.");
  }

  public static ServiceException clockMismatch(String date) {
    return authFailed("Mismatch between system time and x-ots-date: " + date + ".");
  }

  public static ServiceException noPermission() {
    return of(
        ErrorCode.NO_PERMISSION_ACCESS,
        "You have no permission to access the requested resource, please contact the resource"
            + " owner.");
  }

  public static ServiceException invalidInstanceName(String name) {
    return parameterInvalid("Invalid instance name: '" + name + "'.");
  }

  public static ServiceException tableNotExist() {
    return of(ErrorCode.OBJECT_NOT_EXIST, "Requested table does not exist.");
  }

  public static ServiceException tableAlreadyExists() {
    return of(ErrorCode.OBJECT_ALREADY_EXIST, "Requested table already exists.");
  }

  public static ServiceException tableNotReady() {
    return of(ErrorCode.TABLE_NOT_READY, "The table is not ready.");
  }

  public static ServiceException tooFrequentTableOperations() {
    return of(ErrorCode.QUOTA_EXHAUSTED, "Too frequent table operations.");
  }

  public static ServiceException tableQuotaExhausted() {
    return of(
        ErrorCode.QUOTA_EXHAUSTED,
        "Number of tables exceeds the quota:" + Limits.TABLES_PER_INSTANCE + ".");
  }

  /** In the words that clients of the service have seen; its documentation has others. */
  public static ServiceException tooFrequentThroughputAdjustment() {
    return of(ErrorCode.TOO_FREQUENT_ADJUSTMENT, "Reserved throughput adjustment is too frequent.");
  }

  public static ServiceException notEnoughCapacityUnit() {
    return of(ErrorCode.NOT_ENOUGH_CAPACITY_UNIT, "Remaining capacity unit is not enough.");
  }

  public static ServiceException conditionCheckFail() {
    return of(ErrorCode.CONDITION_CHECK_FAIL, "Condition check failed.");
  }

  public static ServiceException rowOperationConflict() {
    return of(ErrorCode.ROW_OPERATION_CONFLICT, "Data is being modified by the other request.");
  }

  public static ServiceException internalServerError() {
    return of(ErrorCode.INTERNAL_SERVER_ERROR, "Internal server error.");
  }

  public static ServiceException timeout() {
    return of(ErrorCode.TIMEOUT, "Operation timeout.");
  }

  public static ServiceException serverBusy() {
    return of(ErrorCode.SERVER_BUSY, "Server is busy.");
  }

  public static ServiceException partitionUnavailable() {
    return of(ErrorCode.PARTITION_UNAVAILABLE, "The partition is not available.");
  }

  public static ServiceException serverUnavailable() {
    return of(ErrorCode.SERVER_UNAVAILABLE, "Server is not available.");
  }

  private static ServiceException authFailed(String message) {
    return of(ErrorCode.AUTH_FAILED, message);
  }
}
