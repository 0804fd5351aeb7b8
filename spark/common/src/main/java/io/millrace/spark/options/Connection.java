package io.millrace.spark.options;

import java.io.Serializable;

/**
 * Which instance, and as whom. Two equal connections share their clients.
 *
 * <p>{@link #toString} shows neither key.
 */
public record Connection(
    String endpoint, String instance, String accessKeyId, String accessKeySecret)
    implements Serializable {

  /** Reads the four options; throws when one is missing or invalid. */
  public static Connection of(OptionValues options) {
    return new Connection(
        options.get(TablestoreOptions.ENDPOINT),
        options.get(TablestoreOptions.INSTANCE_NAME),
        options.get(TablestoreOptions.ACCESS_KEY_ID),
        options.get(TablestoreOptions.ACCESS_KEY_SECRET));
  }

  @Override
  public String toString() {
    return "instance " + instance + " at " + endpoint;
  }
}
