package io.millrace.local.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.local.server.fault.Fault;
import io.millrace.local.server.fault.Faults;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Reply;
import java.time.Duration;
import java.util.List;

/** Lists, adds and clears faults. */
public final class FaultRoutes {
  /** A fault as it is written; only the operation is needed besides what goes wrong. */
  private record FaultBody(
      String operation,
      Integer times,
      String error,
      String message,
      Long delayMillis,
      Boolean dropReply) {

    static FaultBody of(Fault fault) {
      return new FaultBody(
          fault.operation(),
          fault.times(),
          fault.errorCode(),
          fault.errorMessage(),
          fault.delay().toMillis(),
          fault.dropReply());
    }

    Fault fault() {
      if (operation == null) {
        throw new AdminException(400, "A fault needs the operation it happens to, or *.");
      }
      return new Fault(
          operation,
          times == null ? 1 : times,
          error,
          message,
          Duration.ofMillis(delayMillis == null ? 0 : delayMillis),
          dropReply != null && dropReply);
    }
  }

  /** The state of all faults. */
  private record FaultsBody(List<FaultBody> pending, long happened) {}

  private final Faults faults;

  /** Routes of a server's faults. */
  public FaultRoutes(Faults faults) {
    this.faults = faults;
  }

  void addTo(AdminRoutes routes) {
    routes.add("GET", "faults", (call, arguments) -> list());
    routes.add("POST", "faults", this::inject);
    routes.add("DELETE", "faults", this::clear);
  }

  private Reply list() {
    return AdminJson.reply(
        200,
        new FaultsBody(faults.pending().stream().map(FaultBody::of).toList(), faults.happened()));
  }

  private Reply inject(HttpCall call, List<String> arguments) throws JsonProcessingException {
    faults.inject(AdminJson.body(call, FaultBody.class).fault());
    return list();
  }

  private Reply clear(HttpCall call, List<String> arguments) {
    faults.clear();
    return list();
  }
}
