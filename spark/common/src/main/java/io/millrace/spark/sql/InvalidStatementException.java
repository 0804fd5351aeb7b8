package io.millrace.spark.sql;

import io.millrace.spark.error.MillraceException;
import org.apache.spark.sql.catalyst.trees.Origin;

/**
 * A statement that is well formed and cannot be done: a name that is taken or missing, an option's
 * value, a query that does not fit.
 */
public final class InvalidStatementException extends MillraceException {

  private static final long serialVersionUID = 1L;

  InvalidStatementException(String sentence) {
    super(sentence);
  }

  /** An error at a place in the statement's text. */
  InvalidStatementException(String sentence, Origin place) {
    super(sentence, place);
  }
}
