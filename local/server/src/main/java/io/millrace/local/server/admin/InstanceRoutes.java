package io.millrace.local.server.admin;

import io.millrace.local.engine.Engine;
import io.millrace.local.server.access.InstanceNames;
import io.millrace.local.server.admin.AdminRoutes.Access;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Reply;
import io.millrace.local.tunnel.TunnelService;
import java.util.List;
import java.util.Map;

/** Lists, makes, empties and removes instances, and lets their tunnels expire. */
public final class InstanceRoutes {
  private final Engine engine;
  private final TunnelService tunnels;

  /** Routes of a server's data. */
  public InstanceRoutes(Engine engine, TunnelService tunnels) {
    this.engine = engine;
    this.tunnels = tunnels;
  }

  void addTo(AdminRoutes routes) {
    routes.add("GET", "instances", (call, arguments) -> list());
    routes.add("PUT", "instances/{name}", this::create);
    routes.add("DELETE", "instances/{name}", Access.ALONE, this::drop);
    routes.add("POST", "instances/{name}/reset", Access.ALONE, this::reset);
    routes.add("POST", "instances/{name}/tunnels/{id}/expire", this::expire);
  }

  private Reply list() {
    return AdminJson.reply(200, Map.of("instances", engine.instanceNames()));
  }

  private Reply create(HttpCall call, List<String> arguments) {
    InstanceNames.check(arguments.get(0));
    engine.createInstance(arguments.get(0));
    return list();
  }

  private Reply drop(HttpCall call, List<String> arguments) {
    Instances.find(engine, arguments.get(0));
    engine.dropInstance(arguments.get(0));
    return list();
  }

  private Reply reset(HttpCall call, List<String> arguments) {
    String name = arguments.get(0);
    Instances.find(engine, name);
    engine.dropInstance(name);
    engine.createInstance(name);
    return AdminJson.reply(
        200, Map.of("instance", name, "tables", engine.instance(name).tableNames()));
  }

  private Reply expire(HttpCall call, List<String> arguments) {
    Instances.find(engine, arguments.get(0));
    tunnels.expire(arguments.get(0), arguments.get(1));
    return AdminJson.reply(200, Map.of("tunnel", arguments.get(1), "expired", true));
  }
}
