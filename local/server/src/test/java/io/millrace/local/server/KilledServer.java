package io.millrace.local.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Serves a directory, and perhaps a seed file, until it is killed. Prints its endpoint. */
final class KilledServer {

  private KilledServer() {}

  /** Starts one as a process of its own: its directory and, if it is to have one, its seed file. */
  static Process start(Path... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(KilledServer.class.getName());
    for (Path argument : arguments) {
      command.add(argument.toString());
    }
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

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
