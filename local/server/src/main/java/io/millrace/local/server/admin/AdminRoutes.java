package io.millrace.local.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.millrace.local.server.call.CallGate;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Reply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The calls of the admin API: a method and a path whose segments in braces are arguments. */
public final class AdminRoutes {
  /** Answers one call. */
  @FunctionalInterface
  interface Route {
    Reply answer(HttpCall call, List<String> arguments) throws JsonProcessingException;
  }

  private record Entry(String method, List<String> pattern, Access access, Route route) {}

  /** What else may be under way while a call is answered. */
  enum Access {
    /** Anything: it does not touch the data. */
    ANY,
    /** Other calls on the data. */
    SHARED,
    /** Nothing on the data, which is replaced. */
    ALONE
  }

  private final CallGate gate;

  private final List<Entry> entries = new ArrayList<>();

  /** The calls of a server. */
  public AdminRoutes(
      CallGate gate,
      StatusRoutes status,
      ClockRoutes clock,
      FaultRoutes faults,
      InstanceRoutes instances,
      SnapshotRoutes snapshots,
      ShardRoutes shards) {
    this.gate = gate;
    status.addTo(this);
    clock.addTo(this);
    faults.addTo(this);
    instances.addTo(this);
    snapshots.addTo(this);
    shards.addTo(this);
  }

  void add(String method, String path, Route route) {
    add(method, path, Access.SHARED, route);
  }

  void add(String method, String path, Access access, Route route) {
    entries.add(new Entry(method, List.of(path.split("/", -1)), access, route));
  }

  Reply answer(HttpCall call) throws JsonProcessingException {
    String path = call.path().substring(AdminCalls.PREFIX.length());
    List<String> segments = List.of(path.split("/", -1));
    List<String> methods = new ArrayList<>();
    for (Entry entry : entries) {
      List<String> arguments = match(entry.pattern, segments);
      if (arguments == null) {
        continue;
      }
      if (entry.method.equals(call.method())) {
        return answer(entry, call, arguments);
      }
      methods.add(entry.method);
    }
    if (methods.isEmpty()) {
      throw new AdminException(404, "The admin API has no " + call.path() + ".");
    }
    throw new AdminException(
        405,
        call.path()
            + " is called with "
            + String.join(" or ", methods)
            + ", not "
            + call.method()
            + ".");
  }

  private Reply answer(Entry entry, HttpCall call, List<String> arguments)
      throws JsonProcessingException {
    return switch (entry.access) {
      case ANY -> entry.route.answer(call, arguments);
      case SHARED -> gate.shared(() -> entry.route.answer(call, arguments));
      case ALONE -> gate.alone(() -> entry.route.answer(call, arguments));
    };
  }

  /** The arguments in a path, or null if it has another form. */
  private static List<String> match(List<String> pattern, List<String> segments) {
    if (pattern.size() != segments.size()) {
      return null;
    }
    List<String> arguments = new ArrayList<>();
    for (int i = 0; i < pattern.size(); i++) {
      if (pattern.get(i).startsWith("{")) {
        arguments.add(URLDecoder.decode(segments.get(i), StandardCharsets.UTF_8));
      } else if (!pattern.get(i).equals(segments.get(i))) {
        return null;
      }
    }
    return arguments;
  }
}
