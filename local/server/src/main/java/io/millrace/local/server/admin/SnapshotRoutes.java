package io.millrace.local.server.admin;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.SnapshotInfo;
import io.millrace.local.server.admin.AdminRoutes.Access;
import io.millrace.local.server.http.HttpCall;
import io.millrace.local.server.http.Reply;
import io.millrace.local.server.snapshot.InstanceSnapshots;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Lists, makes, restores and forgets snapshots of instances. */
public final class SnapshotRoutes {
  /** A snapshot as it is shown. */
  private record SnapshotBody(String name, String created, long entries, long bytes) {
    static SnapshotBody of(SnapshotInfo snapshot) {
      return new SnapshotBody(
          snapshot.name(),
          Instant.EPOCH.plus(snapshot.createdMicros(), ChronoUnit.MICROS).toString(),
          snapshot.entries(),
          snapshot.bytes());
    }
  }

  private final Engine engine;
  private final InstanceSnapshots snapshots;

  /** Routes of a server's data. */
  public SnapshotRoutes(Engine engine, InstanceSnapshots snapshots) {
    this.engine = engine;
    this.snapshots = snapshots;
  }

  void addTo(AdminRoutes routes) {
    routes.add("GET", "instances/{name}/snapshots", this::list);
    routes.add("PUT", "instances/{name}/snapshots/{snapshot}", Access.ALONE, this::save);
    routes.add(
        "POST", "instances/{name}/snapshots/{snapshot}/restore", Access.ALONE, this::restore);
    routes.add("DELETE", "instances/{name}/snapshots/{snapshot}", Access.ALONE, this::drop);
  }

  private Reply list(HttpCall call, List<String> arguments) {
    return list(arguments.get(0));
  }

  private Reply save(HttpCall call, List<String> arguments) {
    Instances.find(engine, arguments.get(0));
    return AdminJson.reply(
        200, SnapshotBody.of(snapshots.save(arguments.get(0), arguments.get(1))));
  }

  private Reply restore(HttpCall call, List<String> arguments) {
    return AdminJson.reply(
        200, SnapshotBody.of(snapshots.restore(arguments.get(0), arguments.get(1))));
  }

  private Reply drop(HttpCall call, List<String> arguments) {
    snapshots.drop(arguments.get(0), arguments.get(1));
    return list(arguments.get(0));
  }

  private Reply list(String instance) {
    return AdminJson.reply(
        200, Map.of("snapshots", snapshots.list(instance).stream().map(SnapshotBody::of).toList()));
  }
}
