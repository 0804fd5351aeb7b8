package io.millrace.cli.demo;

import io.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One demo from start to end, on the calling thread. */
final class DemoRun {
  private static final long POLL_MILLIS = 200;

  private final DemoSettings settings;
  private final RunDirectory directory;
  private final Owned owned;
  private final DemoView view;
  private final Clock clock;

  /**
   * @param owned takes what is started, and ends the run when it is closed
   */
  DemoRun(DemoSettings settings, RunDirectory directory, Owned owned, DemoView view, Clock clock) {
    this.settings = settings;
    this.directory = directory;
    this.owned = owned;
    this.view = view;
    this.clock = clock;
  }

  /**
   * Runs until all orders are counted, if that is asked for, else until {@code owned} is closed.
   */
  void run() throws InterruptedException {
    DemoState before = DemoState.read(directory.marker());
    if (before != null) {
      before.check(directory.path(), settings.orders().identity(), settings.line().toString());
    }
    DemoServer server =
        owned.add(DemoServer.start(settings, directory, before == null ? 0 : before.port()));
    new DemoState(settings.orders().identity(), settings.line().toString(), server.port())
        .write(directory.marker());
    writeScript(server);
    view.serverReady(server.endpoint());
    SinkState sink = new SinkState(new SinkReader(server.client()), settings.orders().isEndless());
    sink.refresh();
    if (!isDrained(sink)) {
      OrderLoader loader = owned.add(new OrderLoader(new OrderWriter(server.client()), clock));
      load(loader);
      SparkProcess spark = owned.add(startSpark());
      view.sparkStarting(settings.line());
      watch(sink, loader, spark);
    }
    if (settings.untilDrained() && !owned.isClosing()) {
      view.drained(sink);
    }
  }

  private void writeScript(DemoServer server) {
    Map<String, String> places = new HashMap<>(server.places());
    places.put("tunnel", server.prepareTables());
    String checkpoint = directory.checkpoint().resolve("job1").toString();
    places.put("checkpoint", checkpoint.replace("\\", "\\\\").replace("'", "\\'"));
    try {
      Files.writeString(directory.script(), MissionScript.fill(places), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load(OrderLoader loader) {
    if (settings.orders().isEndless()) {
      loader.load(settings.orders().maker(clock)::next, settings.perSecond());
    } else {
      loader.load(settings.orders().list());
    }
  }

  private SparkProcess startSpark() {
    List<String> options = new ArrayList<>(SparkLine.DEMO_OPTIONS);
    options.addAll(directory.sparkOptions());
    List<String> command = settings.line().command(settings.root(), options, directory.script());
    return SparkProcess.start(command, directory.path(), directory.sparkLog());
  }

  /**
   * Looks at the sink until it is drained or the demo is ended; throws when a part of the demo
   * fails.
   */
  private void watch(SinkState sink, OrderLoader loader, SparkProcess spark)
      throws InterruptedException {
    do {
      boolean sparkEnded = !spark.isAlive();
      loader.check();
      sink.refresh();
      view.tick(sink, loader.progress());
      if (isDrained(sink)) {
        return;
      }
      if (sparkEnded && !owned.isClosing()) {
        throw failure(spark, sink);
      }
    } while (!owned.awaitClosing(POLL_MILLIS));
  }

  private boolean isDrained(SinkState sink) {
    if (!settings.untilDrained()) {
      return false;
    }
    long orders = settings.orders().list().size();
    if (sink.counted() > orders) {
      throw new CommandFailure(
          "The sink counts "
              + sink.counted()
              + " orders where there are "
              + orders
              + "; please report this as a defect.");
    }
    return sink.counted() == orders;
  }

  private CommandFailure failure(SparkProcess spark, SinkState sink) {
    directory.keep();
    return new CommandFailure(
        "Spark ended with exit code "
            + spark.exitCode()
            + " after "
            + sink.counted()
            + " orders were counted: '"
            + spark.lastWords()
            + "'; its log is '"
            + directory.sparkLog()
            + "'"
            + (directory.isTemporary() ? "." : "; the same command goes on where it ended."));
  }
}
