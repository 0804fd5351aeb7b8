package io.millrace.local.engine;

import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.OfflineStore;
import io.millrace.local.engine.store.Snapshot;
import io.millrace.local.engine.store.StoreException;
import io.millrace.local.engine.store.WriteBatch;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Checks and repairs the data directory of a server that does not run. Both throw {@link
 * StoreException} if it is no data directory, is in use, or was written by a newer version.
 */
public final class DataCheck {

  /** How many sentences a report holds; the others are only counted. */
  private static final int MAX_SENTENCES = 1_000;

  /** What one pass puts right may show what another has to. */
  private static final int MAX_PASSES = 4;

  private final Clock clock;
  private final List<ServiceCheck> services;
  private final List<String> sentences = new ArrayList<>();
  private long problems;
  private Inspection.Extent extent = new Inspection.Extent(Map.of(), 0, 0);

  private DataCheck(Clock clock, ServiceCheck... services) {
    this.clock = clock;
    this.services = List.of(services);
  }

  /**
   * What was found.
   *
   * @param problems how many things are, or were, wrong
   * @param sentences what is wrong or, of a repair, what was done; at most a thousand
   * @param tables how many tables and indexes were looked at
   * @param rows how many rows and index entries
   * @param records how many records of change logs
   * @param damaged where a repair left the damaged database, if it made another
   */
  public record Report(
      long problems,
      List<String> sentences,
      int tables,
      long rows,
      long records,
      Optional<Path> damaged) {}

  /**
   * Looks at a data directory and changes nothing in it.
   *
   * @param services look at what they keep beside the engine's own
   */
  public static Report check(Path directory, Clock clock, ServiceCheck... services) {
    DataCheck check = new DataCheck(clock, services);
    try (OfflineStore offline = OfflineStore.take(directory)) {
      List<String> damage = offline.damage();
      damage.forEach(check::say);
      try (KeyValueStore store = offline.openToRead()) {
        check.look(store);
      } catch (StoreException e) {
        if (damage.isEmpty()) {
          check.say(e.getMessage());
        }
      }
    }
    return check.report(Optional.empty());
  }

  /**
   * Makes a data directory whole again. What is damaged beyond reading is left out; the damaged
   * database is then kept beside the new one.
   *
   * @param services look at what they keep beside the engine's own
   */
  public static Report repair(Path directory, Clock clock, ServiceCheck... services) {
    DataCheck check = new DataCheck(clock, services);
    Optional<Path> damaged = Optional.empty();
    try (OfflineStore offline = OfflineStore.take(directory)) {
      List<String> damage = offline.damage();
      damage.forEach(check::say);
      OfflineStore.Salvaged salvaged = null;
      if (offline.isDatabaseDamaged()) {
        salvaged = offline.salvage();
        damaged = Optional.of(salvaged.damaged());
      }
      try (KeyValueStore store = offline.open()) {
        check.fix(store, salvaged);
      }
      offline.mark();
    }
    return check.report(damaged);
  }

  private void look(KeyValueStore store) {
    long before = problems;
    restores(store)
        .forEach(
            instance ->
                say(
                    "Instance '%s' was being set back to a snapshot: the next start of the server, or a repair, ends that."
                        .formatted(instance)));
    unfinished(store)
        .names()
        .forEach(
            name -> say(begun(name) + ": the next start of the server, or a repair, removes it."));
    if (problems == before) { // Else what is half there looks like damage.
      inspect(store, problem -> say(problem.what()));
    }
  }

  private static Restores restores(KeyValueStore store) {
    return new Restores(store, new Snapshots(store, Durability.SYNCED), Durability.SYNCED);
  }

  private void finishRestores(KeyValueStore store) {
    Restores restores = restores(store);
    restores.forEach(
        instance -> {
          String was = "Instance '%s' was being set back to a snapshot".formatted(instance);
          try {
            restores.finish(instance);
            say(was + ". It is now.");
          } catch (StoreException unusable) {
            restores.giveUp(instance);
            say(was + ", which is lost. The instance was removed.");
          }
        });
  }

  private static UnfinishedTables unfinished(KeyValueStore store) {
    return new UnfinishedTables(store, Durability.SYNCED);
  }

  private static String begun(TableName name) {
    return "Table '%s' of instance '%s' was begun by a seed that did not end"
        .formatted(name.table(), name.instance());
  }

  private void removeUnfinished(KeyValueStore store) {
    UnfinishedTables tables = unfinished(store);
    tables.names().forEach(name -> say(begun(name) + ". It was removed."));
    tables.remove();
  }

  private void fix(KeyValueStore store, OfflineStore.Salvaged salvaged) {
    if (salvaged != null) {
      new LostContents(store).cutLogs(salvaged.lost(), this::say);
      if (salvaged.writesLost()) {
        say("The newest writes could not all be read: some may be lost.");
      }
    }
    finishRestores(store);
    long before = -1;
    for (int i = 0; i < MAX_PASSES && problems > before; i++) {
      before = problems;
      inspect(store, problem -> fix(store, problem));
    }
    removeUnfinished(store);
  }

  private void fix(KeyValueStore store, Problem problem) {
    say(problem.what() + " " + problem.remedy());
    WriteBatch batch = new WriteBatch();
    problem.fix().accept(batch);
    store.write(batch, Durability.SYNCED);
  }

  private void inspect(KeyValueStore store, Consumer<Problem> consumer) {
    long micros = clock.millis() * 1000;
    extent = Inspection.run(store, micros, consumer);
    try (Snapshot snapshot = store.snapshot()) {
      services.forEach(service -> service.run(snapshot, consumer));
    }
  }

  private void say(String sentence) {
    problems++;
    if (sentences.size() < MAX_SENTENCES) {
      sentences.add(sentence);
    }
  }

  private Report report(Optional<Path> damaged) {
    return new Report(
        problems,
        List.copyOf(sentences),
        extent.tables().size(),
        extent.rows(),
        extent.records(),
        damaged);
  }
}
