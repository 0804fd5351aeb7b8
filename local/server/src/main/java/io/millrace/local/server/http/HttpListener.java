package io.millrace.local.server.http;

import java.io.IOException;
import java.net.BindException;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP/1.1 listener on one port. Its threads are called {@code millrace-http-…}. */
public final class HttpListener implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HttpListener.class);
  private static final int MIN_THREADS = 6;
  private static final int ACCEPT_QUEUE = 4096;

  private final ListenerSettings settings;
  private final Server server;
  private final ServerConnector connector;
  private final InFlight inFlight = new InFlight();

  private HttpListener(ListenerSettings settings) {
    this.settings = settings;
    QueuedThreadPool threads = new QueuedThreadPool(settings.maxThreads(), MIN_THREADS);
    threads.setName("millrace-http");
    threads.setDaemon(true);
    this.server =
        new Server(threads, new ScheduledExecutorScheduler("millrace-http-timer", true), null);
    server.setStopTimeout(0);
    HttpConnectionFactory http = new HttpConnectionFactory(configuration());
    this.connector =
        settings
            .identity()
            .map(identity -> new ServerConnector(server, 1, 1, tls(identity, http), http))
            .orElseGet(() -> new ServerConnector(server, 1, 1, http));
    connector.setHost(settings.host());
    connector.setPort(settings.port());
    connector.setIdleTimeout(settings.idleTimeout().toMillis());
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setAcceptedTcpNoDelay(true);
    connector.setShutdownIdleTimeout(0);
    server.addConnector(connector);
  }

  /** Loads the code of a listener, without listening. */
  public static void prepare() {
    new HttpListener(ListenerSettings.of("127.0.0.1", 0, 0)).stopServer();
  }

  /**
   * Takes the port. Callers can connect from now on; they are answered when {@link #serve} has been
   * called.
   *
   * @throws BindException if the address cannot be bound, most often because the port is in use
   * @throws IOException if the address cannot be listened on for another reason
   */
  public static HttpListener bind(ListenerSettings settings) throws IOException {
    HttpListener listener = new HttpListener(settings);
    try {
      listener.connector.open();
    } catch (IOException failure) {
      throw asIoException(failure);
    }
    return listener;
  }

  /**
   * Starts to answer calls.
   *
   * @throws IOException if the listener cannot be started
   */
  public void serve(CallHandler handler) throws IOException {
    BodyBudget budget = new BodyBudget(settings.maxBufferedBytes());
    BodyBudget replies = new BodyBudget(settings.maxBufferedBytes());
    server.setErrorHandler(new MalformedRequests(handler));
    server.setHandler(new ExchangeHandler(settings, handler, inFlight, budget, replies));
    try {
      server.start();
    } catch (Exception failure) {
      throw asIoException(failure);
    }
  }

  /** The port that is listened on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Where the listener is reached, such as {@code http://127.0.0.1:8087}. */
  public String uri() {
    String scheme = settings.identity().isPresent() ? "https" : "http";
    String host = settings.host();
    String authority = host.contains(":") ? "[" + host + "]" : host;
    return scheme + "://" + authority + ":" + port();
  }

  /** How many calls have been read or are being read and are not yet answered. */
  public int callsInFlight() {
    return inFlight.count();
  }

  /** Stops listening, lets calls in flight be answered, then closes every connection. */
  @Override
  public void close() {
    connector.close();
    int left = inFlight.drain(settings.stopTimeout());
    if (left > 0) {
      log.warn("Stopping with {} requests still unanswered after {}", left, settings.stopTimeout());
    }
    stopServer();
  }

  private void stopServer() {
    try {
      server.stop();
    } catch (Exception failure) {
      log.warn("The HTTP listener did not stop cleanly", failure);
    }
  }

  private static SslConnectionFactory tls(PemIdentity identity, HttpConnectionFactory http) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(identity.keyStore());
    context.setKeyStorePassword("");
    return new SslConnectionFactory(context, http.getProtocol());
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setSendServerVersion(false);
    configuration.setSendDateHeader(false);
    configuration.setRequestHeaderSize(16 * 1024);
    configuration.setInputBufferSize(16 * 1024);
    configuration.setHttpCompliance(HttpCompliance.RFC7230);
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    return configuration;
  }

  private static IOException asIoException(Exception failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException bind) {
        return bind;
      }
    }
    return failure instanceof IOException io ? io : new IOException(failure);
  }
}
