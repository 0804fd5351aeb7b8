package io.millrace.local.server;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Serves a directory until it is killed. Prints its endpoint. */
final class KilledServer {

  private KilledServer() {}

  public static void main(String[] args) throws InterruptedException {
    LocalTablestore server =
        LocalTablestore.builder().partitions(4).dataDirectory(Path.of(args[0])).start();
    System.out.println(server.endpoint());
    new CountDownLatch(1).await();
  }
}
