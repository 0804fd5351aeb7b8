package io.millrace.local.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.BindException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpListenerIT {
  private static final int MAX_BODY = 64 * 1024;
  private static final Duration BODY_TIMEOUT = Duration.ofMillis(400);

  /** What a caller may have sent when it falls silent: nothing, part of a head, part of a body. */
  private static final List<String> HALF_REQUESTS =
      List.of(
          "",
          "POST /Echo HTTP/1.1\r\nHo",
          "POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf");

  private final EchoCalls echo = new EchoCalls();
  private HttpListener listener;

  @BeforeEach
  void start() throws Exception {
    listener = HttpListener.bind(settings(0));
    listener.serve(echo);
  }

  @AfterEach
  void stop() {
    echo.release.countDown();
    listener.close();
  }

  @Test
  void writesHeaderNamesAsTheyAreGiven() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send(
          "POST /Echo?a=b HTTP/1.1\r\nHost: h\r\nX-Ots-Thing:  v \r\nContent-Length: 2\r\n\r\nhi");
      RawConnection.Response response = connection.receive();

      assertThat(response.status()).isEqualTo(200);
      assertThat(response.header("x-ots-thing")).isEqualTo("v");
      assertThat(response.header("x-path")).isEqualTo("/Echo");
      assertThat(new String(response.body(), UTF_8)).isEqualTo("hi");
      assertThat(response.headerLines())
          .noneMatch(line -> line.startsWith("Server") || line.startsWith("Date"));
    }
  }

  @Test
  void keepsTheConnectionForTheNextRequest() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      for (int i = 0; i < 6; i++) {
        String path = i % 2 == 0 ? "/Echo" : "/short";
        connection.send("POST " + path + " HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n" + i);
        assertThat(new String(connection.receive().body(), UTF_8)).isEqualTo(String.valueOf(i));
      }
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      String request = "POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n";
      connection.send(request + "1" + request + "2");
      assertThat(new String(connection.receive().body(), UTF_8)).isEqualTo("1");
      assertThat(new String(connection.receive().body(), UTF_8)).isEqualTo("2");
    }
  }

  @Test
  void acceptsChunkedBodies() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send("POST /Echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      connection.send("3\r\nabc\r\n");
      connection.send("2\r\nde\r\n0\r\n\r\n");
      assertThat(new String(connection.receive().body(), UTF_8)).isEqualTo("abcde");
    }
  }

  @Test
  void acceptsABodyAtTheLimitAndRefusesOneByteMore() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send("POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + MAX_BODY + "\r\n\r\n");
      connection.send(new byte[MAX_BODY]);
      assertThat(connection.receive().body()).hasSize(MAX_BODY);

      connection.send(
          "POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: " + (MAX_BODY + 1) + "\r\n\r\n");
      connection.send(new byte[MAX_BODY + 1]);
      assertRefused(connection.receive(), Refusal.BODY_TOO_LARGE);
    }
  }

  @Test
  void refusesAChunkedBodyThatGrowsOverTheLimit() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send("POST /Echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 5; i++) {
        connection.send("4000\r\n" + "x".repeat(0x4000) + "\r\n");
      }
      connection.send("0\r\n\r\n");
      assertRefused(connection.receive(), Refusal.BODY_TOO_LARGE);
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  @Test
  void refusesAnAnnouncedGigabyteAtOnce() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send("POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1073741824\r\n\r\n");
      assertRefused(connection.receive(), Refusal.BODY_TOO_LARGE);
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  @Test
  void refusesABodyThatStopsArriving() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send("POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\nab");
      assertRefused(connection.receive(), Refusal.BODY_TOO_SLOW);
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  @Test
  void refusesABodyThatDribbles() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send("POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n");
      CompletableFuture<RawConnection.Response> response = new CompletableFuture<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  response.complete(connection.receive());
                } catch (Exception failure) {
                  response.completeExceptionally(failure);
                }
              },
              "dribble-reader");
      reader.start();
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                if (!response.isDone()) {
                  connection.send("x");
                }
                return response.isDone();
              });
      assertRefused(response.get(), Refusal.BODY_TOO_SLOW);
    }
  }

  @Test
  void aCallerThatGoesAwayInItsBodyHarmsNobody() throws Exception {
    for (int i = 0; i < 50; i++) {
      try (RawConnection connection = new RawConnection(listener.port())) {
        connection.send("POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1000\r\n\r\nab");
      }
    }
    keepsTheConnectionForTheNextRequest();
  }

  @Test
  void closesTheConnectionOfACallerThatDoesNotReadItsReply() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send("POST /Huge HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
      assertThat(echo.entered.await(10, TimeUnit.SECONDS)).isTrue();
      // The reply is larger than the socket buffers: the server cannot finish writing and must give
      // up.
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(listener.callsInFlight()).isZero());
      assertThatThrownBy(connection::receive).isInstanceOf(java.io.IOException.class);
    }
  }

  @Test
  void largeRepliesThatNobodyReadsTakeOnlySoMuchMemory() throws Exception {
    String huge = "POST /Huge HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
    try (HttpListener patient =
        HttpListener.bind(settings(0, Duration.ofMinutes(10), Duration.ofSeconds(6)))) {
      patient.serve(new EchoCalls());
      try (RawConnection unread = new RawConnection(patient.port())) {
        unread.send(huge);
        assertThat(unread.receiveHead().status()).isEqualTo(200);
        try (RawConnection other = new RawConnection(patient.port())) {
          other.send(huge);
          assertRefused(other.receive(), Refusal.BUSY);
          other.send("POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\n1");
          assertThat(new String(other.receive().body(), UTF_8)).as("a small reply").isEqualTo("1");
        }
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() -> assertThat(patient.callsInFlight()).isZero());
      try (RawConnection next = new RawConnection(patient.port())) {
        next.send(huge);
        assertThat(next.receive().body()).hasSize(64 * 1024 * 1024);
      }
    }
  }

  @Test
  void answersMalformedRequestsInTheFormOfTheHandler() throws Exception {
    for (String request :
        List.of(
            "NONSENSE\r\n\r\n",
            "POST /Echo HTTP/9.9\r\n\r\n",
            "POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: ten\r\n\r\n",
            "POST /Echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
            "POST /Echo HTTP/1.1\r\n"
                + "Host: h\r\n"
                + "Content-Length: 1\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "x",
            "POST /Echo HTTP/1.1\r\nHost: h\r\nno colon here\r\n\r\n",
            "POST /Echo HTTP/1.1\r\n\r\n",
            "POST /Echo HTTP/1.1\r\nHost: h\r\nbig: " + "x".repeat(20_000) + "\r\n\r\n",
            "POST /%zz HTTP/1.1\r\nHost: h\r\n\r\n",
            "POST /Echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")) {
      try (RawConnection connection = new RawConnection(listener.port())) {
        connection.send(request);
        RawConnection.Response response = connection.receive();
        assertThat(new String(response.body(), UTF_8)).as(request).isEqualTo("refused: MALFORMED");
        assertThat(response.status()).isEqualTo(400);
        assertThat(connection.isClosedByServer()).isTrue();
      }
    }
    keepsTheConnectionForTheNextRequest();
  }

  @Test
  void aHandlerThatThrowsIsAnsweredAndTheThreadLives() throws Exception {
    for (int i = 0; i < 200; i++) {
      try (RawConnection connection = new RawConnection(listener.port())) {
        connection.send("POST /Throw HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
        assertRefused(connection.receive(), Refusal.FAILED);
      }
    }
    keepsTheConnectionForTheNextRequest();
  }

  @Test
  void dropsTheConnectionWhenAsked() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port())) {
      connection.send("POST /Drop HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n");
      assertThat(connection.isClosedByServer()).isTrue();
    }
    assertThat(listener.callsInFlight()).isZero();
  }

  @Test
  void servesOthersBesideFiveThousandIdleConnections() throws Exception {
    List<RawConnection> idle = new ArrayList<>();
    try {
      for (int i = 0; i < 5_000; i++) {
        RawConnection connection = new RawConnection(listener.port());
        idle.add(connection);
        connection.send(HALF_REQUESTS.get(i % HALF_REQUESTS.size()));
      }
      List<Duration> waits = new ArrayList<>();
      for (int i = 0; i < 9; i++) {
        long start = System.nanoTime();
        keepsTheConnectionForTheNextRequest();
        waits.add(Duration.ofNanos(System.nanoTime() - start));
      }
      Collections.sort(waits);
      assertThat(waits.get(waits.size() / 2)).as("median").isLessThan(Duration.ofSeconds(1));
    } finally {
      for (RawConnection connection : idle) {
        connection.close();
      }
    }
  }

  @Test
  void answersWhatIsInFlightWhenItStops() throws Exception {
    try (RawConnection connection = new RawConnection(listener.port());
        RawConnection idle = new RawConnection(listener.port())) {
      connection.send("POST /Wait HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok");
      assertThat(echo.entered.await(10, TimeUnit.SECONDS)).isTrue();
      Thread stopper = new Thread(listener::close, "stopper");
      stopper.start();
      echo.release.countDown();
      assertThat(new String(connection.receive().body(), UTF_8)).isEqualTo("ok");
      stopper.join(10_000);
      assertThat(stopper.isAlive()).isFalse();
      assertThat(idle.isClosedByServer()).isTrue();
      assertThatThrownBy(() -> new RawConnection(listener.port())).isInstanceOf(Exception.class);
    }
  }

  @Test
  void endsItsThreadsWhenItStops() throws Exception {
    keepsTheConnectionForTheNextRequest();
    listener.close();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                Thread.getAllStackTraces().keySet().stream()
                    .noneMatch(thread -> thread.getName().startsWith("millrace-http")));
  }

  @Test
  void saysThatThePortIsInUse() {
    assertThatThrownBy(() -> HttpListener.bind(settings(listener.port())))
        .isInstanceOf(BindException.class);
  }

  private static ListenerSettings settings(int port) {
    return settings(port, BODY_TIMEOUT, Duration.ofSeconds(6));
  }

  private static ListenerSettings settings(int port, Duration bodyTimeout, Duration stopTimeout) {
    return new ListenerSettings(
        "127.0.0.1",
        port,
        MAX_BODY,
        16 * MAX_BODY,
        16,
        Duration.ofSeconds(75),
        bodyTimeout,
        stopTimeout,
        Optional.empty());
  }

  private static void assertRefused(RawConnection.Response response, Refusal refusal) {
    assertThat(new String(response.body(), UTF_8)).isEqualTo("refused: " + refusal);
    assertThat(response.status()).isEqualTo(400);
  }
}
