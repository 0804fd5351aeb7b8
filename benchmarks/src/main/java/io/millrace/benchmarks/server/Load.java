package io.millrace.benchmarks.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/** Clients that do one thing over and over for a time, while a server's CPU time is looked at. */
public final class Load {

  private Load() {}

  /** One thing to do; returns how many rows it was about. */
  interface Step {
    long run(Connection connection, int client) throws IOException;
  }

  /** How often a thing was done. */
  record Rate(long count, double seconds, double cpuSeconds) {
    double perSecond() {
      return count / seconds;
    }

    double perCpuSecond() {
      return count / Math.max(cpuSeconds, 0.01);
    }

    @Override
    public String toString() {
      return "%,12.0f /s %,14.0f /CPU-s".formatted(perSecond(), perCpuSecond());
    }
  }

  /** Runs clients for some seconds. */
  static Rate run(ServerProcess server, int clients, double seconds, Step step)
      throws IOException, InterruptedException {
    LongAdder count = new LongAdder();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    double cpu = server.cpuSeconds();
    all(
        clients,
        client -> {
          try (Connection connection = new Connection(server.port())) {
            while (System.nanoTime() < end) {
              count.add(step.run(connection, client));
            }
          }
          return null;
        });
    return new Rate(count.sum(), (System.nanoTime() - start) / 1e9, server.cpuSeconds() - cpu);
  }

  /** What one of several clients does. */
  public interface Task {
    /** Runs the part of one client. */
    Void run(int client) throws IOException;
  }

  /** Runs a task in several threads and waits for all. */
  public static void all(int clients, Task task) throws IOException, InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        int client = i;
        tasks.add(() -> task.run(client));
      }
      for (Future<Void> future : threads.invokeAll(tasks)) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }
}
