package io.millrace.benchmarks.spark;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where this process's CPU time goes: Linux tells it for each thread, and within the tasks' threads
 * Java's flight recorder tells it by samples.
 */
final class CpuShares {

  private static final double TICKS_PER_SECOND = 100;
  private static final String TASKS = "tasks";

  private static final Recording RECORDING = new Recording();

  private final Instant begin = Instant.now();
  private final Map<String, Long> before = ticks();

  private CpuShares() throws IOException {}

  /** Starts the recorder, some time before shares are asked for. */
  static void startSampling() {
    RECORDING.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
    RECORDING.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(10));
    RECORDING.start();
  }

  /** Looks at the CPU time from now on. */
  static CpuShares begin() throws IOException {
    return new CpuShares();
  }

  /** Ends the recording and tells the shares, a line each. */
  List<String> stop(Cost cost) throws IOException {
    Map<String, Double> seconds = new TreeMap<>();
    Map<String, Long> after = ticks();
    double known = 0;
    for (Map.Entry<String, Long> thread : after.entrySet()) {
      double used =
          (thread.getValue() - before.getOrDefault(thread.getKey(), 0L)) / TICKS_PER_SECOND;
      known += used;
      seconds.merge(group(thread.getKey()), used, Double::sum);
    }
    RECORDING.stop();
    splitTasks(seconds);
    if (cost.cpu() > known) {
      seconds.merge("Spark: the query's own thread, ended", cost.cpu() - known, Double::sum);
    }
    List<String> lines = new ArrayList<>();
    double all = Math.max(cost.cpu(), known);
    lines.add("server %.1f s; of Spark's %.1f CPU-s:".formatted(cost.serverCpu(), all));
    seconds.entrySet().stream()
        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
        .filter(share -> share.getValue() >= 0.002 * all)
        .forEach(
            share ->
                lines.add("%5.1f %%  %s".formatted(100 * share.getValue() / all, share.getKey())));
    return lines;
  }

  /** CPU time of the threads by number and name, in ticks. */
  private static Map<String, Long> ticks() throws IOException {
    Map<String, Long> ticks = new HashMap<>();
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        try {
          String stat = Files.readString(thread.resolve("stat"));
          String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
          String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
          ticks.put(
              thread.getFileName() + " " + name,
              Long.parseLong(fields[11]) + Long.parseLong(fields[12]));
        } catch (IOException ended) {
          // Between the listing and the look; what it used is told as the process's rest.
        }
      }
    }
    return ticks;
  }

  /** What a thread does, by the fifteen letters that Linux keeps of its name. */
  private static String group(String thread) {
    String name = thread.substring(thread.indexOf(' ') + 1);
    if (name.startsWith("Executor task l")) {
      return TASKS;
    }
    if (name.startsWith("C1 Comp") || name.startsWith("C2 Comp")) {
      return "JVM: compilers";
    }
    if (name.startsWith("G1 ") || name.startsWith("GC ") || name.startsWith("VM ")) {
      return "JVM: garbage collector";
    }
    if (name.startsWith("millrace-http") || name.startsWith("HttpClient")) {
      return "fetch: threads of the HTTP client";
    }
    if (name.startsWith("stream executio")) {
      return "Spark: planning and logging batches";
    }
    if (name.startsWith("I/O dispatcher") || name.startsWith("pool-")) {
      return "sink: threads of the SDK";
    }
    if (name.startsWith("JFR ")) {
      return "the sampling itself";
    }
    return "Spark: other threads";
  }

  private void splitTasks(Map<String, Double> seconds) throws IOException {
    Path file = Files.createTempFile("shares", ".jfr");
    RECORDING.dump(file);
    RECORDING.close();
    Map<String, Integer> samples = new HashMap<>();
    int all = 0;
    try (RecordingFile events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        var thread = event.getThread("sampledThread");
        if (event.getStartTime().isBefore(begin)
            || event.getStackTrace() == null
            || thread == null
            || thread.getJavaName() == null
            || !thread.getJavaName().startsWith("Executor task launch")) {
          continue;
        }
        String place = place(event.getStackTrace().getFrames());
        if (place != null) {
          samples.merge(place, 1, Integer::sum);
          all++;
        }
      }
    }
    Files.delete(file);
    double tasks = seconds.getOrDefault(TASKS, 0.0);
    if (all > 0) {
      seconds.remove(TASKS);
      for (Map.Entry<String, Integer> place : samples.entrySet()) {
        seconds.put("tasks: " + place.getKey(), tasks * place.getValue() / all);
      }
    }
  }

  /** What a task does, by the innermost class that tells; null when it only waits. */
  private static String place(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String name = frame.getMethod().getType().getName();
      if (name.startsWith("io.millrace.protocol.plainbuffer")
          || name.equals("io.millrace.spark.row.RowDecoder")
          || name.equals("io.millrace.spark.row.CellWriter")
          || name.equals("io.millrace.spark.stream.RecordPage")) {
        return "decode";
      }
      if (name.equals("io.millrace.spark.stream.PageReader")
          || name.equals("io.millrace.spark.client.WireClient")) {
        return "fetch";
      }
      if (name.startsWith("io.millrace.spark.stream.") && name.contains("ClaimStore")) {
        return "claims";
      }
      if (name.startsWith("io.millrace.spark.write")
          || name.equals("io.millrace.spark.row.RowEncoder")) {
        return "sink";
      }
      if (name.startsWith("io.millrace.spark.stream")) {
        return "source, other";
      }
      if (name.contains("HashAggregate")
          || name.contains("GeneratedClass")
          || name.startsWith("org.apache.spark.sql.execution.aggregate")) {
        return "Spark: query, generated code";
      }
      if (name.startsWith("org.apache.spark.sql.execution.streaming")) {
        return "Spark: state";
      }
      if (name.startsWith("org.apache.spark.shuffle")
          || name.startsWith("org.apache.spark.storage")) {
        return "Spark: shuffle";
      }
    }
    return "Spark: other";
  }
}
