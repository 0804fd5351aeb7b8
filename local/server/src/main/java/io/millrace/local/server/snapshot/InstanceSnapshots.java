package io.millrace.local.server.snapshot;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.SnapshotInfo;
import io.millrace.local.server.access.InstanceNames;
import io.millrace.local.tunnel.TunnelService;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Snapshots of instances with their tunnels, kept with the data. No call on the instance may be
 * under way while one is made or restored.
 */
public final class InstanceSnapshots {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,63}");

  private final Engine engine;
  private final TunnelService tunnels;

  /** Snapshots of the instances of an engine and its tunnels. */
  public InstanceSnapshots(Engine engine, TunnelService tunnels) {
    this.engine = engine;
    this.tunnels = tunnels;
  }

  /** Keeps an instance as it is, in place of an earlier snapshot of that name. */
  public SnapshotInfo save(String instance, String name) {
    check(name);
    return engine.saveSnapshot(instance, name, tunnels.keys(instance));
  }

  /** Makes an instance what it was, if need be from nothing. */
  public SnapshotInfo restore(String instance, String name) {
    InstanceNames.check(instance);
    check(name);
    try {
      return engine.restoreSnapshot(instance, name, tunnels.keys(instance));
    } finally {
      tunnels.reload(instance);
    }
  }

  /** The snapshots of an instance by name. */
  public List<SnapshotInfo> list(String instance) {
    return engine.snapshots(instance);
  }

  /** Forgets a snapshot. */
  public void drop(String instance, String name) {
    check(name);
    engine.dropSnapshot(instance, name);
  }

  private static void check(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "A snapshot cannot be named '"
              + name
              + "': use 1 to 63 letters, digits, dots, dashes and underscores.");
    }
  }
}
