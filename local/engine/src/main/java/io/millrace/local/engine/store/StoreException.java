package io.millrace.local.engine.store;

/** A store cannot do what it was asked: its directory or its medium is at fault. */
public class StoreException extends RuntimeException {

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
