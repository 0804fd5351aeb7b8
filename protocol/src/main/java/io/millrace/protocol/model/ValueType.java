package io.millrace.protocol.model;

/** The types a value can have; the last three exist in keys only. */
public enum ValueType {
  INTEGER(1),
  DOUBLE(2),
  BOOLEAN(3),
  STRING(4),
  BLOB(5),
  INF_MIN(0),
  INF_MAX(7),
  AUTO_INCREMENT(6);

  private final String serviceName = "VT_" + name();
  private final int rank;

  ValueType(int rank) {
    this.rank = rank;
  }

  /** The name the service uses in its messages, such as {@code VT_INTEGER}. */
  public String serviceName() {
    return serviceName;
  }

  /** Whether it is one of the two ends that only ranges may contain. */
  public boolean isInfinite() {
    return this == INF_MIN || this == INF_MAX;
  }

  /** The order of values whose types differ. */
  static int compare(Value left, Value right) {
    return Integer.compare(left.type().rank, right.type().rank);
  }
}
