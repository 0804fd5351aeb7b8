package io.millrace.local.engine.store;

/** A walk over entries in key order. It stands before the first entry when it is made. */
public interface Cursor extends AutoCloseable {

  /** Goes to the next entry and tells whether there is one. */
  boolean next();

  /** Returns the key of the current entry. */
  byte[] key();

  /** Returns the value of the current entry. */
  byte[] value();

  @Override
  void close();
}
