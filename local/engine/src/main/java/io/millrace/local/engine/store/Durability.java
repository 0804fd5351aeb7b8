package io.millrace.local.engine.store;

/** What is promised when a write returns. A store in memory promises neither. */
public enum Durability {
  /** The batch survives the end of the process and of the machine: it was synced to the medium. */
  SYNCED,
  /** The batch survives the end of the process, not that of the machine. */
  BUFFERED
}
