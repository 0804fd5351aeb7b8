package io.millrace.spark.stream;

import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.options.ClaimPlace;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.StreamSettings;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Opens the claims of one source, on the driver and in its tasks.
 *
 * @param place files or a table, never {@link ClaimPlace#AUTO}
 * @param directory the source's checkpoint directory, for files
 * @param configuration Hadoop's settings, for files
 * @param key the source's random name, for a table
 */
record ClaimStores(
    ClaimPlace place,
    String directory,
    Broadcast<SerializableConfiguration> configuration,
    Connection connection,
    StreamSettings settings,
    String key)
    implements Serializable {

  /** The file systems that can create a file only if it is absent, all at once. */
  private static final Set<String> ATOMIC = Set.of("file", "hdfs", "viewfs");

  /** Where claims go when the user leaves it open. */
  static ClaimPlace choose(ClaimPlace wanted, String directory, Configuration configuration)
      throws IOException {
    if (wanted != ClaimPlace.AUTO) {
      return wanted;
    }
    String scheme = new Path(directory).getFileSystem(configuration).getScheme();
    return ATOMIC.contains(scheme) ? ClaimPlace.FILES : ClaimPlace.TABLE;
  }

  ClaimStore open() {
    if (place == ClaimPlace.TABLE) {
      return new TableClaimStore(
          SharedClients.open(connection),
          RetryLoop.lasting(settings.retryTime()),
          settings.claimTable(),
          key);
    }
    try {
      return new FileClaimStore(AtomicFiles.under(directory, configuration.value().value()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
