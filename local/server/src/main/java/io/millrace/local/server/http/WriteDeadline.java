package io.millrace.local.server.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes the connection of a caller that does not take its reply in time, so that the reply's
 * memory is freed.
 */
final class WriteDeadline implements Callback {
  private final Scheduler scheduler;
  private final EndPoint endPoint;
  private final Duration timeout;
  private final Callback done;
  private Scheduler.Task task;
  private boolean completed;

  WriteDeadline(Request request, Duration timeout, Callback done) {
    this.scheduler = request.getComponents().getScheduler();
    this.endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    this.timeout = timeout;
    this.done = done;
  }

  /** Starts the clock, unless the reply has already gone out. */
  synchronized void start() {
    if (!completed) {
      task = scheduler.schedule(endPoint::close, timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void succeeded() {
    stop();
    done.succeeded();
  }

  @Override
  public void failed(Throwable cause) {
    stop();
    done.failed(cause);
  }

  @Override
  public InvocationType getInvocationType() {
    return done.getInvocationType();
  }

  private synchronized void stop() {
    completed = true;
    if (task != null) {
      task.cancel();
    }
  }
}
