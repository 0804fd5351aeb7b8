package io.millrace.local.server.fault;

import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.error.UsualErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The faults that are still to happen. Safe for any thread. */
public final class Faults {
  private final List<Fault> pending = new ArrayList<>();
  private volatile boolean any;
  private long happened;

  /**
   * Adds a fault; of several for one operation the first added happens first.
   *
   * @throws IllegalArgumentException if its error code is none of the service's
   */
  public synchronized void inject(Fault fault) {
    if (fault.errorCode() != null) {
      errorOf(fault);
    }
    pending.add(fault);
    any = true;
  }

  /** Forgets the faults that have not happened yet. */
  public synchronized void clear() {
    pending.clear();
    any = false;
  }

  /** The faults that have not happened yet, with how often they still will. */
  public synchronized List<Fault> pending() {
    return List.copyOf(pending);
  }

  /** How many requests a fault has happened to. */
  public synchronized long happened() {
    return happened;
  }

  /** Takes the fault that is to happen to a request. */
  public Optional<Fault> next(String operation) {
    return any ? take(operation) : Optional.empty();
  }

  private synchronized Optional<Fault> take(String operation) {
    for (int i = 0; i < pending.size(); i++) {
      Fault fault = pending.get(i);
      if (fault.concerns(operation)) {
        if (fault.times() == 1) {
          pending.remove(i);
          any = !pending.isEmpty();
        } else {
          pending.set(i, fault.times(fault.times() - 1));
        }
        happened++;
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }

  /** The error that a fault with an error code stands for. */
  public static ServiceException errorOf(Fault fault) {
    ErrorCode code =
        ErrorCode.byCode(fault.errorCode())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Unknown error code "
                            + fault.errorCode()
                            + ": use one of the service's, such as OTSServerBusy."));
    if (fault.errorMessage() != null) {
      return ServiceErrors.of(code, fault.errorMessage());
    }
    return UsualErrors.of(code)
        .orElseGet(() -> ServiceErrors.of(code, "Injected: " + code.code() + "."));
  }
}
