package io.millrace.local.server;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Serves a directory, and perhaps a seed file, until it is killed. Prints its endpoint. */
final class KilledServer {

  private KilledServer() {}

  public static void main(String[] args) throws InterruptedException {
    LocalTablestoreBuilder options =
        LocalTablestore.builder().partitions(4).dataDirectory(Path.of(args[0]));
    if (args.length > 1) {
      options.seed(Path.of(args[1]));
    }
    LocalTablestore server = options.start();
    System.out.println(server.endpoint());
    new CountDownLatch(1).await();
  }
}
