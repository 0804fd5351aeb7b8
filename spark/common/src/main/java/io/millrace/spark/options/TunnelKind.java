package io.millrace.spark.options;

/** What a tunnel gives that a stream creates. */
public enum TunnelKind {
  /** The changes of the table. */
  STREAM,
  /** The rows it has, and then its changes. */
  BASEANDSTREAM,
  /** The rows it has. */
  BASEDATA
}
