package io.millrace.spark.stream;

import java.io.Serializable;

/**
 * A place in a channel: a token of the service, and how many records after it are passed already. A
 * page cannot be cut by the service, so a batch that ends inside one goes on from the page's token.
 *
 * @param token what ReadRecords takes, or {@link #FINISHED}
 * @param skip records after the token that are behind this place
 */
record ChannelPosition(String token, long skip) implements Serializable {

  /** The token of a channel that has no more records and never will. */
  static final String FINISHED = "finished";

  static ChannelPosition at(String token) {
    return new ChannelPosition(token, 0);
  }

  boolean finished() {
    return token.equals(FINISHED);
  }
}
