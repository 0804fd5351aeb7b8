package io.millrace.spark.error;

/** A cell of the table whose value does not fit the column's type in the schema. */
public final class UnreadableCellException extends MillraceException {

  public UnreadableCellException(String sentence) {
    super(sentence);
  }
}
