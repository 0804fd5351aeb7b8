package io.millrace.local.engine.schema;

/** Reserved capacity units. They are kept and shown, and limit nothing. */
public record Throughput(int read, int write) {
  public static final Throughput NONE = new Throughput(0, 0);
}
