package io.millrace.local.engine.store;

/** The medium has no space left. Reads go on; writes succeed again once there is space. */
public final class StoreFullException extends StoreException {

  public StoreFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
