package io.millrace.spark.client;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.StreamTunnelConfig;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.spark.error.AccessDeniedException;
import io.millrace.spark.error.InvalidTunnelException;
import io.millrace.spark.error.MillraceException;
import io.millrace.spark.error.ServiceCallException;
import io.millrace.spark.error.UnknownObjectException;
import io.millrace.spark.error.UnreachableServiceException;
import io.millrace.spark.options.Connection;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Instant;

/** Turns the failure of a call into the sentence a user needs. */
public final class CallFailures {

  private CallFailures() {}

  /**
   * The sentence for a failed call about a table.
   *
   * @param table the table of the call
   */
  public static MillraceException describe(Throwable failure, Connection connection, String table) {
    if (failure instanceof TableStoreException refusal) {
      return describe(refusal, connection, table);
    }
    if (failure instanceof UncheckedIOException
        && failure.getCause() instanceof InterruptedIOException) {
      throw unchecked(failure);
    }
    if (failure instanceof ClientException || failure instanceof UncheckedIOException) {
      return new UnreachableServiceException(
          "The endpoint "
              + connection.endpoint()
              + " does not answer ("
              + reason(failure)
              + "): start the server or correct the option endpoint.");
    }
    throw unchecked(failure);
  }

  /** The sentence for a tunnel that could not be made. */
  public static MillraceException describe(
      Throwable failure, Connection connection, CreateTunnelRequest request) {
    StreamTunnelConfig start = request.getStreamTunnelConfig();
    if (Failures.is(failure, ErrorCode.PARAMETER_INVALID)
        && start != null
        && start.getStartOffset() > 0) {
      return new InvalidTunnelException(
          "Tunnel "
              + request.getTunnelName()
              + " of table "
              + request.getTableName()
              + " cannot begin at "
              + Instant.ofEpochMilli(start.getStartOffset())
              + ": give a time of the last 7 days that is not in the future, earliest or latest.");
    }
    return describe(failure, connection, request.getTableName());
  }

  private static MillraceException describe(
      TableStoreException refusal, Connection connection, String table) {
    ErrorCode code = ErrorCode.byCode(refusal.getErrorCode()).orElse(null);
    String message = refusal.getMessage() == null ? "" : refusal.getMessage();
    if (code == ErrorCode.AUTH_FAILED && message.contains("instance")) {
      return new UnknownObjectException(
          "Instance "
              + connection.instance()
              + " does not exist at "
              + connection.endpoint()
              + ": correct the option instance.name or create the instance.");
    }
    if (code == ErrorCode.AUTH_FAILED && message.contains("x-ots-date")) {
      return new AccessDeniedException(
          "The service at "
              + connection.endpoint()
              + " refused the request's date: set this machine's clock.");
    }
    if (code == ErrorCode.AUTH_FAILED) {
      return new AccessDeniedException(
          "The service at "
              + connection.endpoint()
              + " does not accept the access key for instance "
              + connection.instance()
              + ": correct the options access.key.id and access.key.secret.");
    }
    if (code == ErrorCode.NO_PERMISSION_ACCESS || code == ErrorCode.PERMISSION_DENIED) {
      return new AccessDeniedException(
          "The access key may not do this on table "
              + table
              + " of "
              + connection
              + ": have the permission granted.");
    }
    if (code == ErrorCode.OBJECT_NOT_EXIST) {
      return new UnknownObjectException(
          "Table "
              + table
              + " does not exist in "
              + connection
              + ": create it there or correct the option table.name.");
    }
    return new ServiceCallException(
        "The service at "
            + connection.endpoint()
            + " refused a call about table "
            + table
            + " with "
            + refusal.getErrorCode()
            + ": "
            + message);
  }

  /**
   * The failure of a call that a stream cannot do without, as a sentence; what is no answer of the
   * service, nor the lack of one, stays as it is.
   *
   * @param thing what cannot be used then, at the beginning of a sentence
   */
  public static RuntimeException stopping(RuntimeException failure, String thing) {
    String reason;
    if (failure instanceof TableStoreException refusal) {
      reason = refusal.getErrorCode() + ", " + refusal.getMessage();
    } else if (failure instanceof ClientException || isNoAnswer(failure)) {
      reason = reason(failure);
    } else {
      return failure;
    }
    return new ServiceCallException(
            thing
                + " cannot be used: "
                + reason
                + (reason.endsWith(".") ? "" : ".")
                + " Start the query again when that is put right; it goes on where it stopped.")
        .unchecked();
  }

  private static boolean isNoAnswer(RuntimeException failure) {
    return failure instanceof UncheckedIOException
        && !(failure.getCause() instanceof InterruptedIOException);
  }

  private static String reason(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof UnknownHostException) {
      return "unknown host";
    }
    if (root instanceof ConnectException) {
      return "connection refused";
    }
    String message = root.getMessage();
    return message == null || message.isBlank() ? root.getClass().getSimpleName() : message;
  }

  /** Any failure as an unchecked one; what is unchecked already stays as it is. */
  public static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof RuntimeException e) {
      return e;
    }
    if (failure instanceof MillraceException e) {
      return e.unchecked();
    }
    if (failure instanceof IOException e) {
      return new UncheckedIOException(e);
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return new IllegalStateException(failure);
  }
}
