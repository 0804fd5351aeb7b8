package io.millrace.local.server.telemetry;

/** Is told of every answered call, by the thread that answered it. */
@FunctionalInterface
public interface CallObserver {
  void answered(CallRecord call);

  /** Tells both. */
  default CallObserver and(CallObserver other) {
    return call -> {
      answered(call);
      other.answered(call);
    };
  }
}
