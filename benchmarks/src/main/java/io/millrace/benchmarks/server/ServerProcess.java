package io.millrace.benchmarks.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server under measurement: a process, and what Linux tells of it. */
public final class ServerProcess implements AutoCloseable {

  /** What Linux counts CPU time in, on every machine of today. */
  private static final double TICKS_PER_SECOND = 100;

  private final Process process;
  private final int port;
  private final double startSeconds;

  private ServerProcess(Process process, int port, double startSeconds) {
    this.process = process;
    this.port = port;
    this.startSeconds = startSeconds;
  }

  /** Tells whether a server that listens on a port serves. */
  interface Probe {
    boolean serves(int port) throws IOException;
  }

  /** Starts a server that says on a line {@code ... http://host:port ...} that it serves. */
  public static ServerProcess startSaying(List<String> command) throws IOException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    BufferedReader out = process.inputReader();
    String line = out.readLine();
    while (line != null && !line.contains("://")) {
      line = out.readLine();
    }
    double seconds = secondsSince(start);
    if (line == null) {
      throw new IOException("it ended at once: " + command);
    }
    String port = line.replaceAll(".*://[^:]*:(\\d+).*", "$1");
    return new ServerProcess(process, Integer.parseInt(port), seconds);
  }

  /** Starts a server on a known port and asks it until it serves. */
  static ServerProcess startAsking(List<String> command, int port, Probe probe)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    while (!answers(probe, port)) {
      if (!process.isAlive() || secondsSince(start) > 60) {
        process.destroyForcibly();
        throw new IOException("it does not serve: " + command);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return new ServerProcess(process, port, secondsSince(start));
  }

  private static boolean answers(Probe probe, int port) {
    try {
      return probe.serves(port);
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Returns the port it listens on. */
  public int port() {
    return port;
  }

  /** Returns its process id. */
  public long pid() {
    return process.pid();
  }

  /** Returns the time from the launch to the first sign of service. */
  double startSeconds() {
    return startSeconds;
  }

  /** Returns the CPU time of all its threads so far, in user and system mode. */
  double cpuSeconds() throws IOException {
    return cpuSeconds(pid());
  }

  /** Returns the CPU time of all threads of a process so far, in user and system mode. */
  public static double cpuSeconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /** Returns its resident memory. */
  long residentMegabytes() throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
      }
    }
    throw new IOException("process " + process.pid() + " is gone");
  }

  private static double secondsSince(long startNanos) {
    return (System.nanoTime() - startNanos) / 1e9;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
