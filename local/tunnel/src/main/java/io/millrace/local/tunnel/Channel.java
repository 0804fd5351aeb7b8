package io.millrace.local.tunnel;

/**
 * A channel as it is. Each change of its status raises its version.
 *
 * @param owner the client that reads it, or empty
 */
record Channel(
    ChannelSpec spec,
    ChannelStatus status,
    long version,
    String owner,
    Token checkpoint,
    long sequence,
    Progress progress) {

  private static final String NOBODY = "";

  /** A channel that nobody has read. */
  static Channel create(ChannelSpec spec, Token start, long nowMicros) {
    return new Channel(
        spec, ChannelStatus.WAIT, 0, NOBODY, start, 0, Progress.at(start, nowMicros));
  }

  String id() {
    return spec.id();
  }

  boolean isTerminated() {
    return status == ChannelStatus.TERMINATED;
  }

  boolean hasOwner() {
    return !owner.isEmpty();
  }

  boolean isOwnedBy(String client) {
    return hasOwner() && owner.equals(client);
  }

  /** Whether somebody could be made its owner, when its turn has come. */
  boolean isFree() {
    return !hasOwner() && !isTerminated() && !isSuspended();
  }

  /** Whether it was taken from everybody until it is resumed: it is closing, and nobody's. */
  boolean isSuspended() {
    return !hasOwner() && status == ChannelStatus.CLOSING;
  }

  /** An operator says what is to become of it. */
  Channel scheduled(ChannelStatus wanted) {
    if (isTerminated()) {
      return this;
    }
    return switch (wanted) {
      case CLOSING -> with(ChannelStatus.CLOSING, version + 1, NOBODY);
      case OPEN -> isSuspended() ? with(ChannelStatus.CLOSE, version + 1, NOBODY) : this;
      case CLOSE -> isSuspended() ? this : abandoned();
      case TERMINATED -> terminated(version + 1);
      case WAIT -> this;
    };
  }

  Channel given(String client) {
    return with(ChannelStatus.OPEN, version + 1, client);
  }

  Channel reclaimed() {
    return with(ChannelStatus.CLOSING, version + 1, owner);
  }

  /** The owner is gone. What it finished stays finished; the next owner's version is higher. */
  Channel abandoned() {
    return checkpoint == FinishedToken.INSTANCE
        ? terminated(version + 1)
        : with(ChannelStatus.CLOSE, version, NOBODY);
  }

  /** The owner says what became of it. */
  Channel reported(ChannelStatus newStatus, long newVersion) {
    return switch (newStatus) {
      case TERMINATED -> terminated(newVersion);
      case CLOSE ->
          checkpoint == FinishedToken.INSTANCE
              ? terminated(newVersion)
              : with(ChannelStatus.CLOSE, newVersion, NOBODY);
      case OPEN, CLOSING -> with(newStatus, newVersion, owner);
      case WAIT -> this;
    };
  }

  Channel terminated(long newVersion) {
    return with(ChannelStatus.TERMINATED, newVersion, NOBODY);
  }

  Channel checkpointed(Token token, long newSequence) {
    return new Channel(spec, status, version, owner, token, newSequence, progress.vouched(token));
  }

  Channel withProgress(Progress newProgress) {
    return new Channel(spec, status, version, owner, checkpoint, sequence, newProgress);
  }

  private Channel with(ChannelStatus newStatus, long newVersion, String newOwner) {
    return new Channel(spec, newStatus, newVersion, newOwner, checkpoint, sequence, progress);
  }
}
