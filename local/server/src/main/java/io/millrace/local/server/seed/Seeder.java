package io.millrace.local.server.seed;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.Instance;
import io.millrace.local.engine.TableName;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.row.WriteResult;
import io.millrace.local.tunnel.TunnelRef;
import io.millrace.local.tunnel.TunnelService;
import io.millrace.protocol.error.ServiceException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes what a seed holds, or nothing of it, even if the process is killed meanwhile: then the next
 * one to open the store removes what was made. A table that is there already is left alone, with
 * the rows and tunnels that the seed has for it, so that a server can be started again on its
 * directory.
 */
public final class Seeder {
  private static final int BATCH = 200;

  private final Engine engine;
  private final TunnelService tunnels;
  private final List<Seed.Entry> made = new ArrayList<>();
  private final List<MadeTunnel> madeTunnels = new ArrayList<>();
  private final Set<List<String>> left = new HashSet<>();
  private final List<Seed.RowEntry> pending = new ArrayList<>();

  private record MadeTunnel(String instance, TunnelRef ref) {}

  private Seeder(Engine engine, TunnelService tunnels) {
    this.engine = engine;
    this.tunnels = tunnels;
  }

  /**
   * Makes everything.
   *
   * @throws SeedException if something cannot be made; then nothing of the seed is there
   */
  public static void apply(Seed seed, Engine engine, TunnelService tunnels) {
    if (seed.entries().isEmpty()) {
      return;
    }
    Seeder seeder = new Seeder(engine, tunnels);
    engine.beginTables(newTables(seed, engine));
    try {
      seed.entries().forEach(seeder::make);
      seeder.flush();
    } catch (RuntimeException failure) {
      seeder.takeBack();
      engine.finishTables();
      throw failure;
    }
    engine.finishTables();
  }

  /** The tables of a seed that are not there: what a crash may leave in parts. */
  private static List<TableName> newTables(Seed seed, Engine engine) {
    return seed.entries().stream()
        .filter(Seed.TableEntry.class::isInstance)
        .map(entry -> new TableName(entry.instance(), entry.table()))
        .filter(
            name ->
                engine.instanceNames().contains(name.instance())
                    && !engine.instance(name.instance()).tableNames().contains(name.table()))
        .toList();
  }

  private void make(Seed.Entry entry) {
    if (entry instanceof Seed.RowEntry row) {
      if (!left.contains(List.of(row.instance(), row.table()))) {
        add(row);
      }
      return;
    }
    flush();
    try {
      if (entry instanceof Seed.TableEntry table) {
        make(table);
      } else if (entry instanceof Seed.TunnelEntry tunnel
          && !left.contains(List.of(tunnel.instance(), tunnel.table()))) {
        String id = tunnels.create(tunnel.instance(), tunnel.tunnel());
        madeTunnels.add(new MadeTunnel(tunnel.instance(), TunnelRef.ofId(id)));
      }
    } catch (ServiceException refused) {
      throw new SeedException(entry.place(), refused.getMessage());
    }
  }

  private void make(Seed.TableEntry entry) {
    if (!engine.instanceNames().contains(entry.instance())) {
      throw new SeedException(
          entry.place(),
          "Instance '" + entry.instance() + "' is not served: give it to the server.");
    }
    Instance instance = engine.instance(entry.instance());
    boolean again =
        made.stream()
            .anyMatch(
                other ->
                    other.instance().equals(entry.instance())
                        && other.table().equals(entry.table()));
    if (!again && instance.tableNames().contains(entry.table())) {
      left.add(List.of(entry.instance(), entry.table()));
    } else {
      instance.createTable(entry.spec());
      made.add(entry);
    }
  }

  private void add(Seed.RowEntry row) {
    if (!pending.isEmpty() && !pending.get(0).instance().equals(row.instance())) {
      flush();
    }
    pending.add(row);
    if (pending.size() == BATCH) {
      flush();
    }
  }

  private void flush() {
    if (pending.isEmpty()) {
      return;
    }
    Instance instance = engine.instance(pending.get(0).instance());
    List<RowWrite> writes = pending.stream().map(Seed.RowEntry::write).toList();
    try {
      List<WriteResult> results = instance.writeBatch(writes, false);
      for (int i = 0; i < results.size(); i++) {
        if (results.get(i).error() != null) {
          throw new SeedException(pending.get(i).place(), results.get(i).error().getMessage());
        }
      }
    } catch (ServiceException refused) {
      throw new SeedException(culprit(instance), refused.getMessage());
    }
    pending.clear();
  }

  /** The first row that is refused alone as well; nothing of the batch was written. */
  private SeedException.Place culprit(Instance instance) {
    for (Seed.RowEntry row : pending) {
      try {
        instance.write(row.write());
      } catch (ServiceException refused) {
        return row.place();
      }
    }
    return pending.get(0).place();
  }

  private void takeBack() {
    madeTunnels.forEach(tunnel -> tunnels.delete(tunnel.instance(), tunnel.ref()));
    for (int i = made.size() - 1; i >= 0; i--) {
      engine.instance(made.get(i).instance()).deleteTable(made.get(i).table());
    }
  }
}
