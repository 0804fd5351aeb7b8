package io.millrace.local.tunnel;

import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceErrors;
import io.millrace.protocol.error.ServiceException;
import io.millrace.protocol.error.StreamErrors;

/** Which checkpoints of a channel are accepted. */
final class Checkpointing {

  /** What clients that keep no count of their checkpoints always send. */
  private static final long UNNUMBERED = 0;

  private Checkpointing() {}

  /**
   * The channel with the checkpoint. Numbers must rise; only where nobody owns the channel is an
   * unnumbered one accepted. The place must not go back: then somebody else has been further.
   */
  static Channel accept(Channel channel, Token token, long sequence) {
    boolean unnumbered = sequence == UNNUMBERED && !channel.hasOwner();
    if (sequence <= channel.sequence() && !unnumbered) {
      throw StreamErrors.sequenceNumberNotMatch(channel.sequence(), sequence);
    }
    if (token.isBefore(channel.checkpoint())) {
      throw goesBack(channel);
    }
    Channel accepted = channel.checkpointed(token, Math.max(sequence, channel.sequence()));
    boolean ends =
        token == FinishedToken.INSTANCE && !channel.hasOwner() && !channel.isTerminated();
    return ends ? accepted.terminated(channel.version() + 1) : accepted;
  }

  private static ServiceException goesBack(Channel channel) {
    return ServiceErrors.of(
        ErrorCode.SEQUENCE_NUMBER_NOT_MATCH,
        "The checkpoint of channel '"
            + channel.id()
            + "' lies before the stored one; read the checkpoint again.");
  }
}
