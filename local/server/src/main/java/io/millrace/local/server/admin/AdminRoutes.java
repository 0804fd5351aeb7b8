package io.millrace.local.server.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
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

  private record Entry(String method, List<String> pattern, Route route) {}

  private final List<Entry> entries = new ArrayList<>();

  /** The calls of a server. */
  public AdminRoutes(
      StatusRoutes status,
      ClockRoutes clock,
      FaultRoutes faults,
      InstanceRoutes instances,
      ShardRoutes shards) {
    status.addTo(this);
    clock.addTo(this);
    faults.addTo(this);
    instances.addTo(this);
    shards.addTo(this);
  }

  void add(String method, String path, Route route) {
    entries.add(new Entry(method, List.of(path.split("/", -1)), route));
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
        return entry.route.answer(call, arguments);
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
