package io.millrace.local.tunnel;

/**
 * What a channel has delivered.
 *
 * @param reached the farthest place that was handed out or checkpointed
 * @param consumedMicros every change made up to here was delivered; 0 before the first read
 * @param idleSinceMicros when the channel was last seen to have nothing left to read
 * @param drained whether the end was handed out
 */
record Progress(Token reached, long consumedMicros, long idleSinceMicros, boolean drained) {

  static Progress at(Token start, long nowMicros) {
    return new Progress(start, 0, nowMicros, false);
  }

  /** A page was handed out that ends at {@code next}. */
  Progress delivered(Token next, long lastChangeMicros, boolean end) {
    return new Progress(
        reached.isBefore(next) ? next : reached,
        Math.max(consumedMicros, lastChangeMicros),
        idleSinceMicros,
        drained || end);
  }

  /** A read at {@code nowMicros} found nothing, at the farthest place there is. */
  Progress idle(long nowMicros) {
    return new Progress(
        reached,
        Math.max(consumedMicros, nowMicros),
        Math.max(idleSinceMicros, nowMicros),
        drained);
  }

  /** A client vouches for having come to {@code checkpoint}. */
  Progress vouched(Token checkpoint) {
    return checkpoint instanceof FinishedToken
        ? new Progress(reached, consumedMicros, idleSinceMicros, true)
        : delivered(checkpoint, lastChange(checkpoint), false);
  }

  /**
   * The channel's turn has come: the wait for it was nobody's idleness, and what was made up to
   * {@code consumedBefore} was delivered by the channels it follows.
   */
  Progress turnComes(long nowMicros, long consumedBefore) {
    return new Progress(
        reached,
        Math.max(consumedMicros, consumedBefore),
        Math.max(idleSinceMicros, nowMicros),
        drained);
  }

  /** The position after a change is one microsecond after it. */
  private long lastChange(Token token) {
    return token instanceof StreamToken stream && reached.isBefore(token)
        ? stream.position() - 1
        : 0;
  }
}
