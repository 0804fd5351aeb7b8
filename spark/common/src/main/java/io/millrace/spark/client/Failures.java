package io.millrace.spark.client;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import io.millrace.protocol.error.ErrorCode;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.Set;

/** Tells failures that may pass from those that will not. */
public final class Failures {

  /** What a later attempt may not meet again; puts and reads may be repeated without harm. */
  private static final Set<ErrorCode> PASSING =
      Set.of(
          ErrorCode.ROW_OPERATION_CONFLICT,
          ErrorCode.NOT_ENOUGH_CAPACITY_UNIT,
          ErrorCode.CAPACITY_UNIT_EXHAUSTED,
          ErrorCode.TABLE_NOT_READY,
          ErrorCode.PARTITION_UNAVAILABLE,
          ErrorCode.SERVER_BUSY,
          ErrorCode.STORAGE_SERVER_BUSY,
          ErrorCode.OPERATION_THROTTLED,
          ErrorCode.FLOW_CONTROL,
          ErrorCode.REQUEST_TIMEOUT,
          ErrorCode.TIMEOUT,
          ErrorCode.INTERNAL_SERVER_ERROR,
          ErrorCode.SERVER_UNAVAILABLE,
          ErrorCode.TUNNEL_SERVER_UNAVAILABLE);

  /** What says nothing of the rows in a request: none could be written. */
  private static final Set<ErrorCode> OF_THE_TABLE =
      Set.of(
          ErrorCode.AUTH_FAILED,
          ErrorCode.NO_PERMISSION_ACCESS,
          ErrorCode.PERMISSION_DENIED,
          ErrorCode.OBJECT_NOT_EXIST,
          ErrorCode.METHOD_NOT_ALLOWED,
          ErrorCode.QUOTA_EXHAUSTED);

  /** The one kind of quota that fills up again. */
  private static final String TOO_FREQUENT = "Too frequent table operations.";

  private Failures() {}

  /** Whether the same call may succeed later. */
  public static boolean mayPass(Throwable failure) {
    if (failure instanceof TableStoreException refusal) {
      return mayPass(refusal.getErrorCode(), refusal.getMessage())
          || refusal.getHttpStatus() >= 500;
    }
    return failure instanceof ClientException || failure instanceof IOException;
  }

  /** The same for the code and message of one row of a batch. */
  public static boolean mayPass(String code, String message) {
    Optional<ErrorCode> known = code == null ? Optional.empty() : ErrorCode.byCode(code);
    return known.filter(PASSING::contains).isPresent()
        || (known.filter(ErrorCode.QUOTA_EXHAUSTED::equals).isPresent()
            && TOO_FREQUENT.equals(message));
  }

  /** Whether a refusal that does not pass is one of the table or the account and of no row. */
  public static boolean isOfTheTable(String code) {
    return code != null && ErrorCode.byCode(code).filter(OF_THE_TABLE::contains).isPresent();
  }

  /** Whether a refusal has the given code. */
  public static boolean is(Throwable failure, ErrorCode code) {
    return failure instanceof TableStoreException refusal
        && code.code().equals(refusal.getErrorCode());
  }

  /** Whether the calling thread was asked to stop, whatever wraps that. */
  static boolean isInterruption(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
        return true;
      }
    }
    return false;
  }
}
