package io.millrace.spark.sql;

import io.millrace.spark.error.MillraceException;

/**
 * A statement that is well formed and cannot be done: a name that is taken or missing, an option's
 * value, a query that does not fit.
 */
public final class InvalidStatementException extends MillraceException {

  private static final long serialVersionUID = 1L;

  InvalidStatementException(String sentence) {
    super(sentence);
  }
}
