package io.millrace.local.tunnel;

/** Where a channel is in its life. The names are the service's spelling. */
public enum ChannelStatus {
  /** Was never handed out. */
  WAIT,
  /** Is read by its owner. */
  OPEN,
  /** Is being taken from its owner. */
  CLOSING,
  /** Was given back and waits for the next owner. */
  CLOSE,
  /** Was read to its end, for good. */
  TERMINATED
}
