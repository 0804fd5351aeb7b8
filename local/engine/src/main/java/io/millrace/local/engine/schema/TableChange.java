package io.millrace.local.engine.schema;

/**
 * What UpdateTable changes; a part that is null stays as it is.
 *
 * @param timeToLive seconds or {@link TableOptions#FOREVER}
 */
public record TableChange(
    Integer timeToLive,
    Integer maxVersions,
    Long deviationSeconds,
    Boolean allowUpdate,
    StreamOptions stream,
    Throughput reserved) {

  public static TableChange ofStream(StreamOptions stream) {
    return new TableChange(null, null, null, null, stream, null);
  }

  public static TableChange ofOptions(
      Integer timeToLive, Integer maxVersions, Long deviationSeconds, Boolean allowUpdate) {
    return new TableChange(timeToLive, maxVersions, deviationSeconds, allowUpdate, null, null);
  }
}
