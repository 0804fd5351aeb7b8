package io.millrace.local.server.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/**
 * Reads one body without holding a thread while it arrives. Memory grows with what has arrived,
 * never with what was announced.
 */
final class BodyReader implements Runnable {
  /** Receives the end of the reading, once. */
  interface Outcome {
    /**
     * The body is complete; the bytes it holds of the budget are given back by {@link
     * BodyReader#release()}.
     */
    void body(byte[] body);

    void refused(Refusal refusal);

    void failed(Throwable cause);
  }

  private static final int FIRST_BUFFER = 8 * 1024;

  /**
   * A body over the limit is read to its end, so that the refusal arrives, unless it is longer than
   * this.
   */
  private static final long LONGEST_DISCARDED = 64L * 1024 * 1024;

  private static final byte[] EMPTY = new byte[0];

  private final Request request;
  private final ListenerSettings settings;
  private final BodyBudget budget;
  private final Outcome outcome;
  private byte[] buffer = EMPTY;
  private int size;
  private long discarded;
  private Refusal refusal;
  private boolean waited;

  BodyReader(Request request, ListenerSettings settings, BodyBudget budget, Outcome outcome) {
    this.request = request;
    this.settings = settings;
    this.budget = budget;
    this.outcome = outcome;
  }

  /** Reads what is there and comes back when there is more. */
  @Override
  public void run() {
    if (request.getLength() > LONGEST_DISCARDED) {
      finish(Refusal.BODY_TOO_LARGE);
      return;
    }
    while (true) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        awaitMore();
        return;
      }
      if (Content.Chunk.isFailure(chunk)) {
        fail(chunk.getFailure());
        return;
      }
      boolean last = chunk.isLast();
      take(chunk.getByteBuffer());
      chunk.release();
      if (last) {
        complete();
        return;
      }
      if (discarded > LONGEST_DISCARDED) {
        finish(refusal);
        return;
      }
    }
  }

  /** Gives the body's bytes back to the budget: the call has been answered or refused. */
  void release() {
    budget.giveBack(buffer.length);
    buffer = EMPTY;
  }

  private void awaitMore() {
    long elapsed = System.nanoTime() - request.getHeadersNanoTime();
    if (elapsed > settings.bodyTimeout().toNanos()) {
      finish(Refusal.BODY_TOO_SLOW);
      return;
    }
    if (!waited) {
      waited = true;
      endPoint().setIdleTimeout(settings.bodyTimeout().toMillis());
    }
    request.demand(this);
  }

  private void take(ByteBuffer bytes) {
    int length = bytes.remaining();
    if (refusal == null && length > settings.maxBodyBytes() - size) {
      refuseRest(Refusal.BODY_TOO_LARGE);
    }
    if (refusal == null && !ensureRoom(length)) {
      refuseRest(Refusal.BUSY);
    }
    if (refusal == null) {
      bytes.get(buffer, size, length);
      size += length;
    } else {
      discarded += length;
    }
  }

  private void refuseRest(Refusal why) {
    refusal = why;
    release();
  }

  private boolean ensureRoom(int length) {
    int needed = size + length;
    if (needed <= buffer.length) {
      return true;
    }
    long announced = request.getLength();
    int wanted = Math.max(needed, Math.max(FIRST_BUFFER, 2 * buffer.length));
    if (announced >= needed) {
      wanted = (int) Math.min(wanted, announced);
    }
    if (!budget.tryTake(wanted - buffer.length)) {
      return false;
    }
    buffer = Arrays.copyOf(buffer, wanted);
    return true;
  }

  private void complete() {
    restoreIdleTimeout();
    if (refusal != null) {
      outcome.refused(refusal);
    } else {
      outcome.body(size == buffer.length ? buffer : Arrays.copyOf(buffer, size));
    }
  }

  private void fail(Throwable cause) {
    release();
    restoreIdleTimeout();
    if (cause instanceof TimeoutException) {
      outcome.refused(Refusal.BODY_TOO_SLOW);
    } else {
      outcome.failed(cause);
    }
  }

  private void finish(Refusal why) {
    release();
    restoreIdleTimeout();
    outcome.refused(why);
  }

  private void restoreIdleTimeout() {
    if (waited) {
      endPoint().setIdleTimeout(settings.idleTimeout().toMillis());
    }
  }

  private EndPoint endPoint() {
    return request.getConnectionMetaData().getConnection().getEndPoint();
  }
}
