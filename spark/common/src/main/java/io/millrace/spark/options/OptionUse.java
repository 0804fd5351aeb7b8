package io.millrace.spark.options;

/** Where an option may be given. A table may carry any of them as a default for its readers. */
public enum OptionUse {
  /** The table's definition: {@code CREATE TABLE}, or any read or write by format. */
  TABLE("table", "CREATE TABLE"),
  /** A streaming read. */
  STREAM("stream read", "CREATE SCAN ... USING STREAM"),
  /** A batch read. */
  BATCH("batch read", "CREATE SCAN ... USING BATCH"),
  /** A batch or streaming write. */
  WRITE("write", "CREATE STREAM"),
  /** {@code CREATE TABLE} in a catalog of the instance, which makes the table itself. */
  NEW_TABLE("new table", "CREATE TABLE in a catalog of the instance");

  private final String label;
  private final String statement;

  OptionUse(String label, String statement) {
    this.label = label;
    this.statement = statement;
  }

  /** The word used in the options page. */
  public String label() {
    return label;
  }

  /** The statement that takes such options, for messages. */
  String statement() {
    return statement;
  }
}
