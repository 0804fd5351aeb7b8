package io.millrace.local.engine.store;

import io.millrace.local.engine.store.RocksStore.Access;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * A data directory that is taken to be looked at or repaired: no server can use it meanwhile. For
 * use by one thread; a store it hands out is closed before the next is asked for.
 */
public final class OfflineStore implements AutoCloseable {

  private static final AutoCloseable NOTHING = () -> {};

  private final StoreDirectory directory;

  private OfflineStore(StoreDirectory directory) {
    this.directory = directory;
  }

  /**
   * Takes the directory of a store.
   *
   * @throws StoreException if it is no data directory, in use, or of a newer format
   */
  public static OfflineStore take(Path path) {
    return new OfflineStore(StoreDirectory.takeExisting(path));
  }

  /** Returns what is wrong with the files, a sentence for each; nothing is changed. */
  public List<String> damage() {
    List<String> damage = new ArrayList<>();
    if (!directory.isMarked()) {
      damage.add(directory.unmarked().getMessage());
    }
    damage.addAll(damageOfDatabase());
    return damage;
  }

  /** Tells whether files of the database are damaged, so that it needs a {@link #salvage}. */
  public boolean isDatabaseDamaged() {
    return !damageOfDatabase().isEmpty();
  }

  private List<String> damageOfDatabase() {
    try (RocksStore store = RocksStore.open(directory.database(), Access.READ, NOTHING)) {
      return store.damagedFiles();
    } catch (StoreException e) {
      return List.of(e.getMessage());
    }
  }

  /** Opens the store to read from; it cannot be written. */
  public KeyValueStore openToRead() {
    return RocksStore.open(directory.database(), Access.READ, NOTHING);
  }

  /** Opens the store. */
  public KeyValueStore open() {
    return RocksStore.open(directory.database(), Access.EXISTING, NOTHING);
  }

  /** Puts the marker back if it is missing or damaged. */
  public void mark() {
    if (!directory.isMarked()) {
      directory.mark();
    }
  }

  /**
   * Puts a copy of all that can be read in the place of the store.
   *
   * @return what could not be read, and where the damaged database is kept
   * @throws StoreException if nothing of it can be read; then nothing was changed
   */
  public Salvaged salvage() {
    Path repaired = directory.other("repaired");
    List<LostRange> lost;
    boolean writesLost = false;
    try {
      try {
        lost = copy(directory.database(), Access.READ, repaired);
      } catch (StoreException e) {
        writesLost = true;
        lost = copyWhatIsWhole(repaired);
      }
      Path damaged = directory.other("damaged");
      Files.move(directory.database(), damaged, StandardCopyOption.ATOMIC_MOVE);
      Files.move(repaired, directory.database(), StandardCopyOption.ATOMIC_MOVE);
      return new Salvaged(lost, writesLost, damaged);
    } catch (IOException e) {
      throw new StoreException(
          "The data directory '%s' cannot be repaired: %s.".formatted(directory.path(), e), e);
    }
  }

  /**
   * What a salvage came to.
   *
   * @param lost the ranges of keys that could not be read
   * @param writesLost whether writes are missing that no range tells of
   * @param damaged where the damaged database is kept
   */
  public record Salvaged(List<LostRange> lost, boolean writesLost, Path damaged) {}

  private List<LostRange> copyWhatIsWhole(Path repaired) throws IOException {
    try {
      return copy(directory.database(), Access.READ_WHAT_IS_WHOLE, repaired);
    } catch (StoreException e) {
      Path rescued = directory.other("rescue");
      try {
        copyFiles(directory.database(), rescued);
        return copy(rescued, Access.RESCUE, repaired);
      } finally {
        deleteTree(rescued);
      }
    }
  }

  private static List<LostRange> copy(Path database, Access access, Path repaired)
      throws IOException {
    try (RocksStore from = RocksStore.open(database, access, NOTHING)) {
      try (RocksStore to = RocksStore.open(repaired, Access.CREATE, NOTHING)) {
        return Salvage.copy(from, to);
      } catch (RuntimeException e) {
        deleteTree(repaired);
        throw e;
      }
    }
  }

  private static void copyFiles(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (var files = Files.list(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void deleteTree(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path each, IOException failure)
              throws IOException {
            Files.delete(each);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public void close() {
    directory.close();
  }
}
