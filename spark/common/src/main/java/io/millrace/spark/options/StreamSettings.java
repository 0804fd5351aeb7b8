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
        options.get(StreamReadOptions.IGNORE_DELETE),
        options.get(StreamReadOptions.FAIL_ON_DATA_LOSS),
        Duration.ofMillis(options.get(StreamReadOptions.PROBE_INTERVAL_MAX_MS)),
        options.get(StreamReadOptions.CLAIM_STORE),
        options.get(StreamReadOptions.CHECKPOINT_TABLE),
        options.get(StreamReadOptions.OTS_CLIENT),
        options.get(DefinitionOptions.TYPE_MISMATCH),
        Duration.ofSeconds(options.get(DefinitionOptions.RETRY_TIME_S)));
  }
}
