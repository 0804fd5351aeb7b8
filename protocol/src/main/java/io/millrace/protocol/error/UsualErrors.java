package io.millrace.protocol.error;

import java.util.Optional;

/** The errors of codes that the service has one wording for, or one that clients look out for. */
public final class UsualErrors {
  private UsualErrors() {}

  /** The error of a code in the service's words; nothing if these tell of the request. */
  public static Optional<ServiceException> of(ErrorCode code) {
    return Optional.ofNullable(
        switch (code) {
          case AUTH_FAILED -> ServiceErrors.signatureMismatch();
          case NO_PERMISSION_ACCESS -> ServiceErrors.noPermission();
          case CONDITION_CHECK_FAIL -> ServiceErrors.conditionCheckFail();
          case QUOTA_EXHAUSTED -> ServiceErrors.tooFrequentTableOperations();
          case NOT_ENOUGH_CAPACITY_UNIT -> ServiceErrors.notEnoughCapacityUnit();
          case TOO_FREQUENT_ADJUSTMENT -> ServiceErrors.tooFrequentThroughputAdjustment();
          case OUT_OF_ROW_SIZE_LIMIT -> RowErrors.rowTooLarge();
          case OBJECT_NOT_EXIST -> ServiceErrors.tableNotExist();
          case OBJECT_ALREADY_EXIST -> ServiceErrors.tableAlreadyExists();
          case TABLE_NOT_READY -> ServiceErrors.tableNotReady();
          case METHOD_NOT_ALLOWED -> ServiceErrors.methodNotAllowed();
          case REQUEST_TIMEOUT -> ServiceErrors.requestTimeout();
          case REQUEST_BODY_TOO_LARGE -> ServiceErrors.requestBodyTooLarge();
          case ROW_OPERATION_CONFLICT -> ServiceErrors.rowOperationConflict();
          case INTERNAL_SERVER_ERROR -> ServiceErrors.internalServerError();
          case TIMEOUT -> ServiceErrors.timeout();
          case SERVER_BUSY -> ServiceErrors.serverBusy();
          case PARTITION_UNAVAILABLE -> ServiceErrors.partitionUnavailable();
          case SERVER_UNAVAILABLE -> ServiceErrors.serverUnavailable();
          case SESSION_NOT_EXIST -> StreamErrors.sessionNotExist();
          case TRIMMED_DATA_ACCESS -> StreamErrors.trimmedDataAccess();
          case PERMISSION_DENIED -> StreamErrors.tunnelPermissionDenied();
          case TUNNEL_SERVER_UNAVAILABLE -> StreamErrors.tunnelServerUnavailable();
          default -> null;
        });
  }
}
