package io.millrace.spark.options;

/** Where an option may be given. A table may carry any of them as a default for its readers. */
public enum OptionUse {
  /** The table's definition: {@code CREATE TABLE}, or any read or write by format. */
  TABLE("table"),
  /** A streaming read. */
  STREAM("stream read"),
  /** A batch read. */
  BATCH("batch read"),
  /** A batch or streaming write. */
  WRITE("write"),
  /** {@code CREATE TABLE} in a catalog of the instance, which makes the table itself. */
  NEW_TABLE("new table");

  private final String label;

  OptionUse(String label) {
    this.label = label;
  }

  /** The word used in the options page. */
  public String label() {
    return label;
  }
}
