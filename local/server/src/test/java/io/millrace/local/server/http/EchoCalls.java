package io.millrace.local.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Sends bodies back, or misbehaves as the path says. */
final class EchoCalls implements CallHandler {
  /** Down when a call is in that takes long. */
  final CountDownLatch entered = new CountDownLatch(1);

  /** Lets the call end that waits. */
  final CountDownLatch release = new CountDownLatch(1);

  @Override
  public boolean isShort(HttpCall call) {
    return call.path().startsWith("/short");
  }

  @Override
  public void handle(HttpCall call, ReplySink sink) {
    switch (call.path()) {
      case "/Throw" -> throw new IllegalStateException("thrown by the test's handler");
      case "/Drop" -> sink.drop();
      case "/Huge" -> {
        entered.countDown();
        sink.send(new Reply(200, Map.of(), new byte[64 * 1024 * 1024]));
      }
      case "/Wait" -> {
        entered.countDown();
        Thread later =
            new Thread(
                () -> {
                  await(release);
                  sink.send(new Reply(200, Map.of(), call.body()));
                },
                "later-reply");
        later.start();
      }
      default ->
          sink.send(
              new Reply(
                  200,
                  Map.of(
                      "x-ots-thing",
                      String.valueOf(call.header("x-ots-thing")),
                      "x-path",
                      call.path()),
                  call.body()));
    }
  }

  @Override
  public Reply refuse(HttpCall call, Refusal refusal) {
    return new Reply(400, Map.of(), ("refused: " + refusal).getBytes(UTF_8));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
