package io.millrace.local.junit;

import io.millrace.local.server.LocalTablestoreBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Options of a {@link LocalTablestoreExtension}. */
public final class LocalTablestoreExtensionBuilder {
  private final List<Path> seeds = new ArrayList<>();
  private Consumer<LocalTablestoreBuilder> options = builder -> {};

  LocalTablestoreExtensionBuilder() {}

  /**
   * How many partitions, and so Stream channels, a new table has. Default: 1, as in the service.
   */
  public LocalTablestoreExtensionBuilder partitions(int count) {
    return with(builder -> builder.partitions(count));
  }

  /**
   * The time of the data: the system's by default, {@code Clock.fixed(...)} for one that stands
   * until {@link io.millrace.local.server.LocalTablestore#advanceClock} moves it.
   */
  public LocalTablestoreExtensionBuilder clock(Clock clock) {
    return with(builder -> builder.clock(clock));
  }

  /** Keeps the data in a directory. Default: in memory. */
  public LocalTablestoreExtensionBuilder dataDirectory(Path directory) {
    return with(builder -> builder.dataDirectory(directory));
  }

  /**
   * Begins each test with the tables, rows and tunnels of a seed file, as {@code millrace server
   * --seed} takes them. May be given several times.
   */
  public LocalTablestoreExtensionBuilder seed(Path file) {
    seeds.add(file);
    return this;
  }

  /** The extension, to be kept in a {@code @RegisterExtension} field. */
  public LocalTablestoreExtension build() {
    return new LocalTablestoreExtension(options, List.copyOf(seeds));
  }

  private LocalTablestoreExtensionBuilder with(Consumer<LocalTablestoreBuilder> option) {
    options = options.andThen(option);
    return this;
  }
}
