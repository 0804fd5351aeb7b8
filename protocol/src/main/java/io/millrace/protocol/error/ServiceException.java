package io.millrace.protocol.error;

/**
 * An error of the service: what a failed request is answered with, and what a failed row of a batch
 * carries. It is an answer rather than an accident, so it has no stack trace.
 */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int httpStatus;
  private final String code;

  /** For codes that {@link ErrorCode} does not know; all others come from {@link ServiceErrors}. */
  public ServiceException(int httpStatus, String code, String message) {
    super(message, null, false, false);
    this.httpStatus = httpStatus;
    this.code = code;
  }

  ServiceException(ErrorCode code, String message) {
    this(code.httpStatus(), code.code(), message);
  }

  public int httpStatus() {
    return httpStatus;
  }

  /** The code as it travels, such as {@code OTSParameterInvalid}. */
  public String code() {
    return code;
  }

  /** Whether this error has the code, whatever its status and message. */
  public boolean is(ErrorCode expected) {
    return code.equals(expected.code());
  }
}
