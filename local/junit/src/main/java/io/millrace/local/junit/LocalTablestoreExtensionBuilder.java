package io.millrace.local.junit;

import io.millrace.local.server.LocalTablestoreBuilder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Consumer;

/** Options of a {@link LocalTablestoreExtension}. */
public final class LocalTablestoreExtensionBuilder {
  private Consumer<LocalTablestoreBuilder> options = builder -> {};

  LocalTablestoreExtensionBuilder() {}

  /** How many partitions, and so Stream channels, a new table has. Default: 4. */
  public LocalTablestoreExtensionBuilder partitions(int count) {
    return with(builder -> builder.partitions(count));
  }

  /** The time of the data. Default: the system's. */
  public LocalTablestoreExtensionBuilder clock(Clock clock) {
    return with(builder -> builder.clock(clock));
  }

  /** Keeps the data in a directory. Default: in memory. */
  public LocalTablestoreExtensionBuilder dataDirectory(Path directory) {
    return with(builder -> builder.dataDirectory(directory));
  }

  /** The extension, to be kept in a {@code @RegisterExtension} field. */
  public LocalTablestoreExtension build() {
    return new LocalTablestoreExtension(options);
  }

  private LocalTablestoreExtensionBuilder with(Consumer<LocalTablestoreBuilder> option) {
    options = options.andThen(option);
    return this;
  }
}
