package io.millrace.spark.sql;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkStatusTracker;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Ctrl-C does while a statement runs at the prompt of spark-sql: it cancels the jobs of the
 * statement. That program itself would cancel all jobs of the application, of which streams fail.
 */
final class PromptCancellation {

  private static final Logger LOG = LoggerFactory.getLogger(PromptCancellation.class);

  private static final String PROGRAM = "org.apache.spark.sql.hive.thriftserver.SparkSQLCLIDriver";
  private static final String HIVE = "org.apache.hadoop.hive.common.";

  private final SparkContext context;
  private final Supplier<Stream<StreamingQuery>> streams;

  /**
   * A cancellation of all jobs but those of streams.
   *
   * @param streams those that are running, and maybe others
   */
  PromptCancellation(SparkContext context, Supplier<Stream<StreamingQuery>> streams) {
    this.context = context;
    this.streams = streams;
  }

  /**
   * Takes the place of spark-sql's own, if that is still there. It is found in a list of Hive's,
   * whose classes only that program has.
   */
  void install() {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Class<?> interrupts = Class.forName(HIVE + "HiveInterruptUtils", true, loader);
      Class<?> callback = Class.forName(HIVE + "HiveInterruptCallback", false, loader);
      Field kept = interrupts.getDeclaredField("interruptCallbacks");
      kept.setAccessible(true);
      Collection<?> callbacks = (Collection<?>) kept.get(null);
      Method add = interrupts.getMethod("add", callback);
      Object ours =
          Proxy.newProxyInstance(
              callback.getClassLoader(), new Class<?>[] {callback}, this::answer);
      boolean found;
      synchronized (callbacks) {
        found = callbacks.removeIf(one -> one.getClass().getName().startsWith(PROGRAM));
      }
      if (found) {
        add.invoke(null, ours);
      }
    } catch (ReflectiveOperationException | RuntimeException | LinkageError otherHive) {
      LOG.warn("Ctrl-C at this prompt will also cancel the jobs of streams.", otherHive);
    }
  }

  private Object answer(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "interrupt" -> {
        cancel();
        yield null;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> toString();
    };
  }

  private void cancel() {
    SparkStatusTracker jobs = context.statusTracker();
    Set<Integer> ofStreams = new HashSet<>();
    // Spark groups the jobs of a run by its id.
    streams
        .get()
        .forEach(
            stream -> {
              for (int job : jobs.getJobIdsForGroup(stream.runId().toString())) {
                ofStreams.add(job);
              }
            });
    for (int job : jobs.getActiveJobIds()) {
      if (!ofStreams.contains(job)) {
        context.cancelJob(job, "Ctrl-C was pressed");
      }
    }
  }
}
