package io.millrace.local.engine;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.StoreException;
import io.millrace.protocol.error.ServiceErrors;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/**
 * Instances side by side over one store, which the engine owns. Safe for any thread. It starts no
 * thread: whoever runs it calls {@link #trim} now and then.
 */
public final class Engine implements AutoCloseable {

  private final EngineOptions options;
  private final EngineContext context;
  private final Map<String, Instance> instances = new ConcurrentSkipListMap<>();

  private Engine(KeyValueStore store, EngineOptions options) {
    this.options = options;
    this.context = EngineContext.of(store, options);
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

  /** Makes an instance, unless there is one of that name. */
  public void createInstance(String name) {
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
        instance.restore(definition(instance, cursor));
      }
    }
  }

  private static TableDefinition definition(Instance instance, Cursor cursor) {
    try {
      return DefinitionCodec.decode(cursor.value());
    } catch (RuntimeException e) {
      throw new StoreException(
          "The definition of table '%s' of instance '%s' is damaged (%s): run 'millrace admin repair' on the data directory."
              .formatted(KeySpace.nameOfTable(cursor.key()), instance.name(), e),
          e);
    }
  }
}
