package io.millrace.spark.error;

/**
 * A query whose columns do not fit the table it is written to, or a statement the table cannot do.
 */
public final class InvalidQueryException extends MillraceException {

  public InvalidQueryException(String sentence) {
    super(sentence);
  }
}
