package io.millrace.local.server.fault;

import java.time.Duration;
import java.util.Objects;

/**
 * What happens to the next requests of an operation. A request that is answered with an error is
 * not carried out; one whose reply is delayed or dropped is.
 *
 * @param operation the operation as it is called, such as {@code PutRow} or {@code
 *     tunnel/readrecords}, or {@value #ANY} for all
 * @param times how many requests it happens to, at least 1
 * @param errorCode the code to answer with, such as {@code OTSServerBusy}, or null
 * @param errorMessage the message that goes with it, or null for the code's own
 * @param delay how long the reply is held back
 * @param dropReply whether the connection is closed without a reply
 */
public record Fault(
    String operation,
    int times,
    String errorCode,
    String errorMessage,
    Duration delay,
    boolean dropReply) {
  /** Stands for every operation. */
  public static final String ANY = "*";

  public Fault {
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(delay, "delay");
    if (times < 1) {
      throw new IllegalArgumentException("A fault happens at least once, not " + times + " times.");
    }
    if (delay.isNegative()) {
      throw new IllegalArgumentException("A reply cannot be delayed by " + delay + ".");
    }
    if (errorCode == null && delay.isZero() && !dropReply) {
      throw new IllegalArgumentException("A fault needs an error, a delay or a dropped reply.");
    }
  }

  /** The next request is answered with an error. */
  public static Fault error(String operation, String errorCode) {
    return new Fault(operation, 1, errorCode, null, Duration.ZERO, false);
  }

  /** The next request is carried out, and its reply held back. */
  public static Fault delay(String operation, Duration delay) {
    return new Fault(operation, 1, null, null, delay, false);
  }

  /** The next request is carried out, and its reply lost. */
  public static Fault dropReply(String operation) {
    return new Fault(operation, 1, null, null, Duration.ZERO, true);
  }

  /** The same for that many requests. */
  public Fault times(int newTimes) {
    return new Fault(operation, newTimes, errorCode, errorMessage, delay, dropReply);
  }

  boolean concerns(String called) {
    return operation.equals(ANY) || operation.equals(called);
  }
}
