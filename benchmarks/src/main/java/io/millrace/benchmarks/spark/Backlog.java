package io.millrace.benchmarks.spark;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GcInfo;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.apache.spark.sql.streaming.StreamingQuery;

/**
 * What memory the example's query takes to read a table's backlog with the trigger AvailableNow.
 * Arguments: the server's endpoint, the tables of orders and of windows.
 */
public final class Backlog {

  private Backlog() {}

  /** Runs and prints. */
  public static void main(String[] args) throws Exception {
    AtomicLong peak = new AtomicLong();
    watch(peak);
    Session session = new Session(args[0]);
    session.orders(args[1]);
    session.windows(args[2]);
    session.scan("backlog-" + args[1], 10_000);
    session.spark.sql(
        "CREATE STREAM job OPTIONS (checkpointLocation='"
            + session.checkpoint()
            + "', outputMode='update', triggerType='AvailableNow') INSERT INTO windows "
            + Session.QUERY);
    StreamingQuery query = session.spark.streams().active()[0];
    if (!query.awaitTermination(TimeUnit.HOURS.toMillis(1))) {
      throw new IOException("the query does not end");
    }
    long afterLast = query.lastProgress().batchId();
    System.gc();
    long live = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    System.out.printf(
        "%,d MB heap at most after a collection, %,d MB after a full one at the end, %,d MB resident"
            + " at most (%d batches)%n",
        Math.max(peak.get(), live) >> 20, live >> 20, residentAtMost(), afterLast + 1);
    session.spark.stop();
  }

  private static void watch(AtomicLong peak) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, unused) -> {
                GcInfo collection =
                    GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())
                        .getGcInfo();
                long used =
                    collection.getMemoryUsageAfterGc().entrySet().stream()
                        .filter(pool -> pool.getKey().startsWith("G1"))
                        .map(pool -> pool.getValue())
                        .mapToLong(MemoryUsage::getUsed)
                        .sum();
                peak.accumulateAndGet(used, Math::max);
              },
              null,
              null);
    }
  }

  private static long residentAtMost() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }
}
