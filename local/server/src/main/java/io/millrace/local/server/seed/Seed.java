package io.millrace.local.server.seed;

import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.tunnel.NewTunnel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is to be made, in order, read and checked as far as that goes without making it. */
public final class Seed {
  /** One thing to make. */
  sealed interface Entry {
    SeedException.Place place();

    String instance();

    /** The table that is made, or that it goes into. */
    String table();
  }

  record TableEntry(SeedException.Place place, String instance, TableSpec spec) implements Entry {
    @Override
    public String table() {
      return spec.schema().name();
    }
  }

  record RowEntry(SeedException.Place place, String instance, RowWrite write) implements Entry {
    @Override
    public String table() {
      return write.table();
    }
  }

  record TunnelEntry(SeedException.Place place, String instance, NewTunnel tunnel)
      implements Entry {
    @Override
    public String table() {
      return tunnel.table();
    }
  }

  private final List<Entry> entries;

  private Seed(List<Entry> entries) {
    this.entries = entries;
  }

  /**
   * Reads files, in order.
   *
   * @param defaultInstance where entries go that name no instance
   * @throws SeedException if a file cannot be read, or does not hold what it should
   */
  public static Seed read(List<Path> files, String defaultInstance) {
    List<Entry> entries = new ArrayList<>();
    SeedReader reader = new SeedReader(defaultInstance);
    for (Path file : files) {
      reader.read(file, entries);
    }
    return new Seed(List.copyOf(entries));
  }

  List<Entry> entries() {
    return entries;
  }
}
