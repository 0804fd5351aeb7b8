package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyRange;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.StoreException;
import io.millrace.protocol.error.ServiceErrors;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Instances side by side over one store, which the engine owns. Safe for any thread. It starts no
 * thread: whoever runs it calls {@link #trim} now and then.
 */
public final class Engine implements AutoCloseable {

  private final EngineOptions options;
  private final EngineContext context;
  private final Map<String, Instance> instances = new ConcurrentSkipListMap<>();
  private final Snapshots snapshots;
  private final Restores restores;
  private final UnfinishedTables unfinished;

  private Engine(KeyValueStore store, EngineOptions options) {
    this.options = options;
    this.context = EngineContext.of(store, options);
    this.snapshots = new Snapshots(store, options.durability());
    this.restores = new Restores(store, snapshots, options.durability());
    this.unfinished = new UnfinishedTables(store, options.durability());
  }

  /** Opens what a store holds. The store is closed with the engine. */
  public static Engine open(KeyValueStore store, EngineOptions options) {
    Engine engine = new Engine(store, options);
    try {
      engine.restore();
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
    return engine;
  }

  /**
   * Returns an instance.
   *
   * @throws io.millrace.protocol.error.ServiceException if there is none of that name
   */
  public Instance instance(String name) {
    Instance instance = instances.get(name);
    if (instance == null) {
      throw ServiceErrors.instanceNotFound();
    }
    return instance;
  }

  /** Returns the names of all instances in order. */
  public List<String> instanceNames() {
    return List.copyOf(instances.keySet());
  }

  /**
   * Tells whether reading or changing a row may take a while because there are, or were, large ones
   * in its table. What does not exist is refused at once.
   */
  public boolean hasLargeRows(String instance, String table) {
    Instance target = instances.get(instance);
    return target != null && target.hasLargeRows(table);
  }

  /**
   * Makes an instance, unless there is one of that name.
   *
   * @throws IllegalArgumentException if a restore of one failed, which is to be repeated
   */
  public void createInstance(String name) {
    restores
        .snapshotOf(name)
        .ifPresent(
            snapshot -> {
              throw notRestored(name, snapshot);
            });
    context
        .committer()
        .redefine(
            (batch, now) -> {
              if (!instances.containsKey(name)) {
                batch.put(KeySpace.instance(name), KeySpace.ofLong(now));
              }
              return () -> instances.computeIfAbsent(name, key -> new Instance(key, context));
            });
  }

  /** Removes an instance with all its tables. */
  public void dropInstance(String name) {
    context
        .committer()
        .redefine(
            (batch, now) -> {
              Committer.After<Void> after = instance(name).remove(batch);
              return () -> {
                after.publish();
                return instances.remove(name);
              };
            });
  }

  /**
   * Keeps a copy of an instance as it is now, in place of an earlier one of that name. No call on
   * the instance may be under way.
   *
   * @param others what others keep of the instance in the store
   */
  public SnapshotInfo saveSnapshot(String instance, String name, List<KeyRange> others) {
    List<KeyRange> ranges = new ArrayList<>(instance(instance).keys());
    ranges.addAll(others);
    return snapshots.save(instance, name, ranges, context.time().micros());
  }

  /**
   * Makes an instance again what it was when a snapshot was made, if need be from nothing. No call
   * on the instance may be under way.
   *
   * <p>If this throws a {@link StoreException}, the instance is as it was, or it is gone until it
   * is restored again or the store is opened again, which ends the restore.
   *
   * @param others what others keep of the instance in the store now
   * @throws IllegalArgumentException if there is no such snapshot
   */
  public SnapshotInfo restoreSnapshot(String name, String snapshot, List<KeyRange> others) {
    SnapshotInfo info =
        snapshots.find(name, snapshot).orElseThrow(() -> noSnapshot(name, snapshot));
    context.store().requireRoom(info.bytes());
    context
        .committer()
        .redefine(
            (batch, now) -> {
              Optional<Instance> before = Optional.ofNullable(instances.get(name));
              List<KeyRange> replaced = new ArrayList<>(others);
              before.ifPresent(instance -> replaced.addAll(instance.keys()));
              restores.intend(batch, name, snapshot, replaced);
              return () -> {
                before.ifPresent(Instance::end);
                return instances.remove(name);
              };
            });
    restores.finish(name);
    Instance restored = new Instance(name, context);
    try (Snapshot view = context.store().snapshot()) {
      restoreTables(view, restored);
    }
    restored.finishRestore();
    instances.put(name, restored);
    return info;
  }

  /** The snapshots of an instance by name; they outlive the instance. */
  public List<SnapshotInfo> snapshots(String instance) {
    return snapshots.list(instance);
  }

  /**
   * Forgets a snapshot.
   *
   * @throws IllegalArgumentException if there is no such snapshot, or it is to be restored again
   */
  public void dropSnapshot(String instance, String name) {
    if (restores.snapshotOf(instance).filter(name::equals).isPresent()) {
      throw notRestored(instance, name);
    }
    if (snapshots.find(instance, name).isEmpty()) {
      throw noSnapshot(instance, name);
    }
    snapshots.drop(instance, name);
  }

  private static IllegalArgumentException notRestored(String instance, String snapshot) {
    return new IllegalArgumentException(
        "Instance %s could not be set back to its snapshot %s, and is not there until it is: restore it again."
            .formatted(instance, snapshot));
  }

  private IllegalArgumentException noSnapshot(String instance, String name) {
    return new IllegalArgumentException(
        "Instance %s has no snapshot %s; it has: %s."
            .formatted(
                instance,
                name,
                snapshots.list(instance).isEmpty()
                    ? "none"
                    : snapshots.list(instance).stream()
                        .map(SnapshotInfo::name)
                        .collect(Collectors.joining(", "))));
  }

  /**
   * Says that tables are about to be made which are worth nothing before all their rows are there:
   * until {@link #finishTables} who opens the store removes them. One caller at a time.
   */
  public void beginTables(List<TableName> tables) {
    unfinished.begin(tables);
  }

  /** Says that the tables of {@link #beginTables} are whole, or gone. */
  public void finishTables() {
    unfinished.end();
  }

  /** Removes changes that are older than the retention of their streams. */
  public void trim() {
    instances.values().forEach(Instance::trim);
  }

  /** Returns the store; keys that begin with the byte {@code 0x70} are the tunnel service's. */
  public KeyValueStore store() {
    return context.store();
  }

  public Durability durability() {
    return options.durability();
  }

  public Clock clock() {
    return options.clock();
  }

  public Supplier<UUID> ids() {
    return options.ids();
  }

  /** Closes the store. No call may be under way. */
  @Override
  public void close() {
    context.store().close();
  }

  private void restore() {
    restores.forEach(restores::finish);
    unfinished.remove();
    snapshots.removeUnfinished();
    byte[] all = KeySpace.instances();
    try (Snapshot snapshot = context.store().snapshot();
        Cursor cursor = snapshot.ascending(all, KeySpace.after(all))) {
      while (cursor.next()) {
        String name = KeySpace.instanceName(cursor.key());
        Instance instance = new Instance(name, context);
        instances.put(name, instance);
        restoreTables(snapshot, instance);
      }
    }
    instances.values().forEach(Instance::finishRestore);
  }

  private static void restoreTables(Snapshot snapshot, Instance instance) {
    byte[] tables = KeySpace.tables(instance.name());
    try (Cursor cursor = snapshot.ascending(tables, KeySpace.after(tables))) {
      while (cursor.next()) {
        instance.restore(DefinitionCodec.decode(cursor.key(), cursor.value()));
      }
    }
  }
}
