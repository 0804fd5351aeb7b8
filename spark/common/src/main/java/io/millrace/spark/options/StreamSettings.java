package io.millrace.spark.options;

import java.io.Serializable;
import java.time.Duration;

/** The options of a streaming read. */
public record StreamSettings(
    String tunnelId,
    int maxRowsPerChannel,
    boolean ignoresDeletes,
    Duration probeIntervalMax,
    ClaimPlace claimPlace,
    String claimTable,
    String clientId,
    Duration retryTime)
    implements Serializable {

  /** Reads the options; throws when {@code tunnel.id} is missing or one is invalid. */
  public static StreamSettings of(OptionValues options) {
    return new StreamSettings(
        options.get(TablestoreOptions.TUNNEL_ID),
        options.get(TablestoreOptions.MAX_OFFSETS_PER_CHANNEL),
        options.get(TablestoreOptions.IGNORE_DELETE),
        Duration.ofMillis(options.get(TablestoreOptions.PROBE_INTERVAL_MAX_MS)),
        options.get(TablestoreOptions.CLAIM_STORE),
        options.get(TablestoreOptions.CHECKPOINT_TABLE),
        options.get(TablestoreOptions.OTS_CLIENT),
        Duration.ofSeconds(options.get(TablestoreOptions.RETRY_TIME_S)));
  }
}
