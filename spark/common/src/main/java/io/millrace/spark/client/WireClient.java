package io.millrace.spark.client;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.protocol.auth.ContentMd5;
import io.millrace.protocol.auth.OtsDate;
import io.millrace.protocol.auth.OtsHeaders;
import io.millrace.protocol.auth.SigningKey;
import io.millrace.spark.credentials.AccessKey;
import io.millrace.spark.options.Connection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Calls whose answers carry many rows, for which decoding by the official client would cost more
 * than all else: the answer is handed over as the bytes that came. One attempt per call; see {@link
 * RetryLoop}.
 *
 * <p>Thread-safe. Failures are a {@code TableStoreException} when the service refused, an {@code
 * IOException} when it could not be reached or understood.
 */
public final class WireClient implements AutoCloseable {

  private static final String API_VERSION = "2015-12-31";
  private static final Duration CONNECT_TIME = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIME = Duration.ofSeconds(30);

  /** What the service answered. */
  public static final class Answer {
    private final byte[] body;
    private final Instant date;

    private Answer(byte[] body, Instant date) {
      this.body = body;
      this.date = date;
    }

    /** The message, not copied. */
    public byte[] body() {
      return body;
    }

    /** The service's clock, or {@link Instant#EPOCH} when it did not tell. */
    public Instant date() {
      return date;
    }
  }

  /** An access key and what is made of it, kept as long as the key holds. */
  private record Signer(AccessKey key, SigningKey signing) {}

  private final Connection connection;
  private volatile Signer signer;
  private final ExecutorService threads;
  private final HttpClient http;

  WireClient(Connection connection) {
    this.connection = connection;
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "millrace-http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIME)
            .executor(threads)
            .build();
  }

  /** Calls and waits for the answer. */
  public Answer call(String operation, byte[] body) throws IOException, InterruptedException {
    return answer(
        operation, http.send(request(operation, body), HttpResponse.BodyHandlers.ofByteArray()));
  }

  /** Calls without waiting; the future fails as {@link #call} would. */
  public CompletableFuture<Answer> callAsync(String operation, byte[] body) {
    return http.sendAsync(request(operation, body), HttpResponse.BodyHandlers.ofByteArray())
        .thenApply(
            response -> {
              try {
                return answer(operation, response);
              } catch (IOException e) {
                throw new CompletionException(e);
              }
            });
  }

  private HttpRequest request(String operation, byte[] body) {
    Map<String, String> headers = new TreeMap<>();
    headers.put(OtsHeaders.DATE, OtsDate.format(Instant.now()));
    headers.put(OtsHeaders.API_VERSION, API_VERSION);
    Signer current = signer();
    headers.put(OtsHeaders.ACCESS_KEY_ID, current.key.id());
    if (current.key.token() != null) {
      headers.put(OtsHeaders.STS_TOKEN, current.key.token());
    }
    headers.put(OtsHeaders.INSTANCE_NAME, connection.instance());
    headers.put(OtsHeaders.CONTENT_MD5, ContentMd5.of(body));
    headers.put(current.signing.requestHeader(), current.signing.signRequest(operation, headers));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(connection.endpoint() + "/" + operation))
            .timeout(ANSWER_TIME)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    return request.build();
  }

  private Signer signer() {
    AccessKey key = connection.credentials().current();
    Signer current = signer;
    if (current == null || !current.key.equals(key)) {
      current = new Signer(key, SigningKey.v2(key.secret()));
      signer = current;
    }
    return current;
  }

  private static Answer answer(String operation, HttpResponse<byte[]> response) throws IOException {
    if (response.statusCode() >= 300) {
      throw refusal(operation, response);
    }
    Instant date =
        response
            .headers()
            .firstValue(OtsHeaders.DATE)
            .flatMap(OtsDate::parse)
            .orElse(Instant.EPOCH);
    return new Answer(response.body(), date);
  }

  private static TableStoreException refusal(String operation, HttpResponse<byte[]> response)
      throws IOException {
    int status = response.statusCode();
    try {
      io.millrace.protocol.wire.Error error =
          io.millrace.protocol.wire.Error.parseFrom(response.body());
      return new TableStoreException(
          error.getMessage(),
          null,
          error.getCode(),
          response.headers().firstValue(OtsHeaders.REQUEST_ID).orElse(""),
          status);
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(operation + " was answered with HTTP status " + status, e);
    }
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
