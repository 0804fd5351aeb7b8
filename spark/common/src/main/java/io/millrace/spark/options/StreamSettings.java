package io.millrace.spark.options;

import java.io.Serializable;
import java.time.Duration;

/** The options of a streaming read. */
public record StreamSettings(
    TunnelChoice tunnel,
    StreamLimits limits,
    boolean ignoresDeletes,
    boolean failsOnDataLoss,
    Duration probeIntervalMax,
    ClaimPlace claimPlace,
    String claimTable,
    String clientId,
    MismatchAction mismatch,
    Duration retryTime)
    implements Serializable {

  /** Reads the options; throws when no tunnel is given or one is invalid. */
  public static StreamSettings of(OptionValues options) {
    return new StreamSettings(
        TunnelChoice.of(options),
        StreamLimits.of(options),
        options.get(TablestoreOptions.IGNORE_DELETE),
        options.get(TablestoreOptions.FAIL_ON_DATA_LOSS),
        Duration.ofMillis(options.get(TablestoreOptions.PROBE_INTERVAL_MAX_MS)),
        options.get(TablestoreOptions.CLAIM_STORE),
        options.get(TablestoreOptions.CHECKPOINT_TABLE),
        options.get(TablestoreOptions.OTS_CLIENT),
        options.get(TablestoreOptions.TYPE_MISMATCH),
        Duration.ofSeconds(options.get(TablestoreOptions.RETRY_TIME_S)));
  }
}
