package io.millrace.benchmarks.spark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What something took: of the clock, of this process's CPU and of the server's.
 *
 * @param cpu user and system time of all threads of this process, JIT and garbage collector too
 */
record Cost(double seconds, double cpu, double serverCpu) {

  /** What Linux counts CPU time in, on every machine of today. */
  private static final double TICKS_PER_SECOND = 100;

  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /** The counters as they stand. */
  static Cost now(long server) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(server), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return new Cost(
        System.nanoTime() / 1e9,
        PROCESS.getProcessCpuTime() / 1e9,
        (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND);
  }

  Cost since(Cost before) {
    return new Cost(seconds - before.seconds, cpu - before.cpu, serverCpu - before.serverCpu);
  }

  /** A line of figures about so many rows. */
  String of(long rows) {
    return "%,9.0f rows/s %,9.0f rows/CPU-s of Spark (%.1f s, CPU: Spark %.1f s, server %.1f s)"
        .formatted(rows / seconds, rows / cpu, seconds, cpu, serverCpu);
  }
}
