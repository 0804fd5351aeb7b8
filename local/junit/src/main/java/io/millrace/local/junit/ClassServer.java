package io.millrace.local.junit;

import io.millrace.local.server.LocalTablestore;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The server of a test class; JUnit closes it when the class is done. */
final class ClassServer implements AutoCloseable {
  private final LocalTablestore server;
  private final List<Path> seeds;
  private final AtomicInteger tests = new AtomicInteger();

  ClassServer(LocalTablestore server, List<Path> seeds) {
    this.server = server;
    this.seeds = seeds;
  }

  LocalTablestore server() {
    return server;
  }

  TestInstance newTest() {
    String name = "test-" + tests.incrementAndGet();
    server.createInstance(name);
    server.seed(name, seeds);
    return new TestInstance(server, name);
  }

  @Override
  public void close() {
    server.close();
  }
}
