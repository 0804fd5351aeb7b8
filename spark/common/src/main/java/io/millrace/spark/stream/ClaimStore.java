package io.millrace.spark.stream;

import java.util.Optional;

/**
 * Where the claims of one source are kept. Two tasks that claim the same channel of the same batch
 * get the same answer, wherever they run.
 *
 * <p>Failures are unchecked. An implementation may be used by one thread at a time.
 */
interface ClaimStore extends AutoCloseable {

  /** The claim on a channel of a batch, if there is one. */
  Optional<Claim> find(long sequence, String channel);

  /**
   * Records a claim unless there is one already.
   *
   * @return the claim that holds from now on: this one, or that of whoever came first
   */
  Claim claim(long sequence, String channel, Claim claim);

  /**
   * The claim of whoever came first.
   *
   * @throws IllegalStateException if it was removed meanwhile, which nobody does to one in use
   */
  default Claim holding(long sequence, String channel) {
    return find(sequence, channel)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the claim at " + place(sequence, channel) + " was removed while it was used"));
  }

  /** Forgets the claims of all batches before one. */
  void purgeBefore(long sequence);

  /** Where a claim is kept, for errors. */
  String place(long sequence, String channel);

  @Override
  void close();
}
