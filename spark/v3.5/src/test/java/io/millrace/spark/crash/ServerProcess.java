package io.millrace.spark.crash;

import io.millrace.local.server.LocalTablestore;
import java.nio.file.Path;

/** A local Tablestore in a process of its own. Arguments: its directory and its port. */
final class ServerProcess {

  private ServerProcess() {}

  /** Serves until it is killed. */
  public static void main(String[] arguments) throws Exception {
    LocalTablestore server =
        LocalTablestore.builder()
            .dataDirectory(Path.of(arguments[0]))
            .port(Integer.parseInt(arguments[1]))
            .partitions(4)
            .start();
    System.out.println("ready " + server.port());
    Thread.currentThread().join();
  }
}
