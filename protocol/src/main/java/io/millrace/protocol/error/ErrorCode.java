package io.millrace.protocol.error;

import java.util.Arrays;
import java.util.Optional;

/** The service's error codes, each with the HTTP status it travels with. */
public enum ErrorCode {
  PARAMETER_INVALID("OTSParameterInvalid", 400),
  INVALID_PK("OTSInvalidPK", 400),
  OUT_OF_ROW_SIZE_LIMIT("OTSOutOfRowSizeLimit", 400),
  OUT_OF_COLUMN_COUNT_LIMIT("OTSOutOfColumnCountLimit", 400),
  AUTH_FAILED("OTSAuthFailed", 403),
  NO_PERMISSION_ACCESS("OTSNoPermissionAccess", 403),
  CONDITION_CHECK_FAIL("OTSConditionCheckFail", 403),
  QUOTA_EXHAUSTED("OTSQuotaExhausted", 403),
  NOT_ENOUGH_CAPACITY_UNIT("OTSNotEnoughCapacityUnit", 403),
  CAPACITY_UNIT_EXHAUSTED("OTSCapacityUnitExhausted", 403),
  FORBIDDEN_UPDATE_CAPACITY_UNIT("OTSForbiddenUpdateCapacityUnit", 400),
  TOO_FREQUENT_ADJUSTMENT("OTSTooFrequentReservedThroughputAdjustment", 403),
  OBJECT_NOT_EXIST("OTSObjectNotExist", 404),
  TABLE_NOT_READY("OTSTableNotReady", 404),
  METHOD_NOT_ALLOWED("OTSMethodNotAllowed", 405),
  REQUEST_TIMEOUT("OTSRequestTimeout", 408),
  OBJECT_ALREADY_EXIST("OTSObjectAlreadyExist", 409),
  ROW_OPERATION_CONFLICT("OTSRowOperationConflict", 409),
  REQUEST_BODY_TOO_LARGE("OTSRequestBodyTooLarge", 413),
  FLOW_CONTROL("OTSFlowControl", 429),
  INTERNAL_SERVER_ERROR("OTSInternalServerError", 500),
  TIMEOUT("OTSTimeout", 503),
  SERVER_BUSY("OTSServerBusy", 503),
  PARTITION_UNAVAILABLE("OTSPartitionUnavailable", 503),
  SERVER_UNAVAILABLE("OTSServerUnavailable", 503),
  STORAGE_SERVER_BUSY("OTSStorageServerBusy", 503),
  OPERATION_THROTTLED("OTSOperationThrottled", 503),
  // The status of these five is not published; clients look at the code alone.
  SESSION_NOT_EXIST("OTSSessionNotExist", 400),
  SESSION_BUSY("OTSSessionBusy", 409),
  OUT_OF_TRANSACTION_DATA_SIZE_LIMIT("OTSOutOfTransactionDataSizeLimit", 400),
  DATA_OUT_OF_RANGE("OTSDataOutOfRange", 400),
  TRIMMED_DATA_ACCESS("OTSTrimmedDataAccess", 400),
  TUNNEL_EXPIRED("OTSTunnelExpired", 400),
  SEQUENCE_NUMBER_NOT_MATCH("OTSSequenceNumberNotMatch", 400),
  PERMISSION_DENIED("OTSPermissionDenied", 403),
  TUNNEL_EXIST("OTSTunnelExist", 409),
  RESOURCE_GONE("OTSResourceGone", 410),
  TUNNEL_SERVER_UNAVAILABLE("OTSTunnelServerUnavailable", 503);

  private final String code;
  private final int httpStatus;

  ErrorCode(String code, int httpStatus) {
    this.code = code;
    this.httpStatus = httpStatus;
  }

  /** The code as it travels, such as {@code OTSParameterInvalid}. */
  public String code() {
    return code;
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** The constant of a travelling code. */
  public static Optional<ErrorCode> byCode(String code) {
    return Arrays.stream(values()).filter(known -> known.code.equals(code)).findFirst();
  }
}
