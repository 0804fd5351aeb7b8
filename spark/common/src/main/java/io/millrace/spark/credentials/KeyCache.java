package io.millrace.spark.credentials;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored keys of a JVM, read again when they are too old. When that fails, the key at hand goes
 * on being used and the next request tries again. Thread-safe.
 */
final class KeyCache {

  static final KeyCache SHARED = new KeyCache(System::nanoTime, StoredCredentials::read);

  private static final Logger LOG = LoggerFactory.getLogger(KeyCache.class);

  private record Entry(AccessKey key, long readAt) {}

  private final Map<StoredCredentials, Entry> entries = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;
  private final Function<StoredCredentials, AccessKey> reader;

  KeyCache(LongSupplier nanoTime, Function<StoredCredentials, AccessKey> reader) {
    this.nanoTime = nanoTime;
    this.reader = reader;
  }

  AccessKey get(StoredCredentials credentials) {
    return entries.compute(credentials, this::fresh).key;
  }

  private Entry fresh(StoredCredentials credentials, Entry known) {
    long now = nanoTime.getAsLong();
    if (known != null && now - known.readAt < credentials.refresh().toNanos()) {
      return known;
    }
    try {
      return new Entry(reader.apply(credentials), now);
    } catch (RuntimeException e) {
      if (known == null) {
        throw e;
      }
      LOG.warn("The {} cannot be read again and stays as it is: {}", credentials, e.getMessage());
      return known;
    }
  }
}
