package io.millrace.local.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.local.engine.store.Cursor;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyRange;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.StoreException;
import io.millrace.local.engine.store.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sets instances back to snapshots in steps of bounded size. What is to be done is stored before
 * the first step, so that whoever opens the store after a crash does it again, to its end.
 */
final class Restores {
  private final KeyValueStore store;
  private final Snapshots snapshots;
  private final Durability durability;

  Restores(KeyValueStore store, Snapshots snapshots, Durability durability) {
    this.store = store;
    this.snapshots = snapshots;
    this.durability = durability;
  }

  /**
   * A restore that has not ended.
   *
   * @param replaced what the instance had in the store
   */
  private record Pending(String snapshot, List<KeyRange> replaced) {}

  /** Adds the intent to a batch; once that is written the restore is certain. */
  void intend(WriteBatch batch, String instance, String snapshot, List<KeyRange> replaced) {
    List<KeyRange> ranges = new ArrayList<>(replaced);
    pending(instance).ifPresent(earlier -> ranges.addAll(earlier.replaced()));
    batch.put(KeySpace.restore(instance), encode(new Pending(snapshot, ranges)));
  }

  /** The snapshot that an instance is being set back to, which it is not yet. */
  Optional<String> snapshotOf(String instance) {
    return pending(instance).map(Pending::snapshot);
  }

  /**
   * Carries out what is intended with an instance.
   *
   * @throws StoreException if the store has lost the snapshot
   */
  void finish(String instance) {
    Pending pending = pending(instance).orElseThrow();
    if (snapshots.find(instance, pending.snapshot()).isEmpty()) {
      throw new StoreException(
          "Instance '%s' was being set back to its snapshot '%s', which is lost: run 'millrace admin repair' on the data directory."
              .formatted(instance, pending.snapshot()));
    }
    Batches batches = new Batches(store, durability);
    pending.replaced().forEach(range -> batches.pending().deleteRange(range.from(), range.to()));
    snapshots.restore(instance, pending.snapshot(), batches);
    batches.pending().delete(KeySpace.restore(instance));
    batches.flush();
  }

  /** Removes what is left of an instance whose restore cannot be finished. */
  void giveUp(String instance) {
    Pending pending = pending(instance).orElseThrow();
    WriteBatch batch = new WriteBatch();
    pending.replaced().forEach(range -> batch.deleteRange(range.from(), range.to()));
    batch.delete(KeySpace.restore(instance));
    store.write(batch, durability);
  }

  /** Names the instances whose restore has not ended. */
  void forEach(Consumer<String> instances) {
    byte[] all = KeySpace.restores();
    List<String> names = new ArrayList<>();
    try (Snapshot view = store.snapshot();
        Cursor cursor = view.ascending(all, KeySpace.after(all))) {
      while (cursor.next()) {
        names.add(KeySpace.instanceName(cursor.key()));
      }
    }
    names.forEach(instances);
  }

  private Optional<Pending> pending(String instance) {
    return Optional.ofNullable(store.get(KeySpace.restore(instance))).map(Restores::decode);
  }

  private static byte[] encode(Pending pending) {
    ByteWriter out = new ByteWriter(256);
    out.writeText(pending.snapshot());
    out.writeVarint(pending.replaced().size());
    for (KeyRange range : pending.replaced()) {
      out.writeBlob(range.from());
      out.writeBlob(range.to());
    }
    return out.toByteArray();
  }

  private static Pending decode(byte[] value) {
    ByteReader in = new ByteReader(value, 0);
    String snapshot = new String(in.readBlob(), UTF_8);
    List<KeyRange> replaced = new ArrayList<>();
    for (long left = in.readVarint(); left > 0; left--) {
      replaced.add(new KeyRange(in.readBlob(), in.readBlob()));
    }
    return new Pending(snapshot, replaced);
  }
}
