package io.millrace.local.server.http;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Turns Jetty's requests into calls and replies into responses. */
final class ExchangeHandler extends Handler.Abstract {
  private static final byte[] EMPTY = new byte[0];

  /** Replies of writes are smaller, so that one that was done is never said to be refused. */
  private static final int SMALL_REPLY = 1 << 20;

  private final ListenerSettings settings;
  private final CallHandler handler;
  private final InFlight inFlight;
  private final BodyBudget budget;
  private final BodyBudget replies;

  /**
   * A handler of exchanges.
   *
   * @param budget what bodies of requests may take together
   * @param replies what large replies that clients have not taken yet may take together
   */
  ExchangeHandler(
      ListenerSettings settings,
      CallHandler handler,
      InFlight inFlight,
      BodyBudget budget,
      BodyBudget replies) {
    // Nothing of this blocks the thread it is run by: what may is given to another.
    super(InvocationType.NON_BLOCKING);
    this.settings = settings;
    this.handler = handler;
    this.inFlight = inFlight;
    this.budget = budget;
    this.replies = replies;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Exchange exchange = new Exchange(request, response, callback);
    if (inFlight.enter()) {
      exchange.reader.run();
    } else {
      exchange.refuseNow(Refusal.BUSY);
    }
    return true;
  }

  private static SortedMap<String, String> headers(HttpFields fields) {
    TreeMap<String, String> headers = new TreeMap<>();
    for (HttpField field : fields) {
      String value = field.getValue();
      headers.put(field.getName().toLowerCase(Locale.ROOT), value == null ? "" : value.strip());
    }
    return headers;
  }

  /** One request and its response. */
  private final class Exchange implements BodyReader.Outcome, ReplySink {
    private final Request request;
    private final Response response;
    private final Callback callback;
    private final BodyReader reader;
    private final AtomicBoolean answered = new AtomicBoolean();

    Exchange(Request request, Response response, Callback callback) {
      this.request = request;
      this.response = response;
      this.callback = callback;
      this.reader = new BodyReader(request, settings, budget, this);
    }

    @Override
    public void body(byte[] body) {
      HttpCall call = call(body);
      if (handler.isShort(call)) {
        handle(call);
        return;
      }
      try {
        request.getComponents().getExecutor().execute(() -> handle(call));
      } catch (RejectedExecutionException stopping) {
        failed(stopping);
      }
    }

    private void handle(HttpCall call) {
      try {
        handler.handle(call, this);
      } catch (Throwable unexpected) {
        if (answered.compareAndSet(false, true)) {
          leave();
          callback.failed(unexpected);
        }
        throw unexpected;
      }
    }

    @Override
    public void refused(Refusal refusal) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      send(handler.refuse(call(EMPTY), refusal));
    }

    @Override
    public void failed(Throwable cause) {
      answered.set(true);
      leave();
      callback.failed(cause);
    }

    @Override
    public void send(Reply reply) {
      if (!answered.compareAndSet(false, true)) {
        return;
      }
      int large = reply.body().length > SMALL_REPLY ? reply.body().length : 0;
      if (large == 0 || replies.tryTakeOrAlone(large)) {
        write(
            reply,
            Callback.from(
                callback,
                () -> {
                  replies.giveBack(large);
                  leave();
                }));
      } else {
        write(handler.refuse(call(EMPTY), Refusal.BUSY), Callback.from(callback, this::leave));
      }
    }

    @Override
    public void drop() {
      if (answered.compareAndSet(false, true)) {
        leave();
        // With the connection closed nothing of what completing the exchange writes gets out.
        request.getConnectionMetaData().getConnection().getEndPoint().close();
        callback.succeeded();
      }
    }

    void refuseNow(Refusal refusal) {
      answered.set(true);
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      write(handler.refuse(call(EMPTY), refusal), callback);
    }

    private void leave() {
      reader.release();
      inFlight.leave();
    }

    private void write(Reply reply, Callback done) {
      response.setStatus(reply.status());
      HttpFields.Mutable fields = response.getHeaders();
      for (Map.Entry<String, String> header : reply.headers().entrySet()) {
        fields.put(header.getKey(), header.getValue());
      }
      fields.put(HttpHeader.CONTENT_LENGTH, reply.body().length);
      if (inFlight.closing()) {
        fields.put(HttpHeader.CONNECTION, "close");
      }
      WriteDeadline deadline = new WriteDeadline(request, settings.bodyTimeout(), done);
      response.write(true, ByteBuffer.wrap(reply.body()), deadline);
      deadline.start();
    }

    private HttpCall call(byte[] body) {
      String query = request.getHttpURI().getQuery();
      return new HttpCall(
          request.getMethod(),
          request.getHttpURI().getPath(),
          query == null ? "" : query,
          headers(request.getHeaders()),
          body,
          Request.getRemoteAddr(request),
          request.getHeadersNanoTime());
    }
  }
}
