package io.millrace.cli.demo;

import io.millrace.cli.console.CommandFailure;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace demo}. */
@Command(
    name = "demo",
    description = {
      "Counts orders in windows of 30 s, end to end: a local Tablestore, orders, and the documented stream computing script in a"
          + " genuine Spark.",
      "",
      "Without options it makes orders of the present time and shows the sink until Ctrl-C."
    },
    footer = {
      "",
      "Examples:",
      "  millrace demo",
      "  millrace demo --orders orders.csv --until-drained --spark 4",
      "  millrace demo --rows 1000000 --until-drained --dir run1"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class DemoCommand implements Callable<Integer> {
  private static final DateTimeFormatter RUN_NAME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec;

  @Option(
      names = "--orders",
      paramLabel = "FILE.csv",
      description = "Orders to store: CSV with UserId,OrderId,price,timestamp.")
  private Path file;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Only the first N orders of the file; without a file, N made-up orders, the same at every run.")
  private Integer rows;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Made-up orders per second of a demo without end (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Option(
      names = "--spark",
      paramLabel = "3.5|4",
      defaultValue = "3.5",
      description =
          "The Spark that runs the script (default: ${DEFAULT-VALUE}, with its genuine spark-sql).")
  private String line;

  @Option(
      names = "--until-drained",
      description = "End when every order is counted, and print the sink as CSV.")
  private boolean untilDrained;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Keep server data and checkpoint in DIR; the same command on it goes on after any crash.")
  private Path dir;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The server's port (default: 0, any free one).")
  private int port;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Partitions, and so stream channels, of a new table (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Override
  public Integer call() throws InterruptedException {
    DemoSettings settings = settings();
    Owned owned = new Owned();
    Runtime.getRuntime().addShutdownHook(new Thread(owned::close, "demo-shutdown"));
    try (owned) {
      run(settings, owned);
    }
    return ExitCode.OK;
  }

  private void run(DemoSettings settings, Owned owned) throws InterruptedException {
    try {
      RunDirectory directory = owned.add(directory(settings.root()));
      new DemoRun(settings, directory, owned, view(settings), Clock.systemUTC()).run();
    } catch (RuntimeException e) {
      if (!owned.isClosing()) {
        throw e;
      } // Else it fails because the demo is being ended, from which the process takes its exit
      // code.
    }
  }

  private DemoSettings settings() {
    SparkLine spark = SparkLine.byName(line);
    if (spark == null) {
      throw new ParameterException(spec.commandLine(), "--spark is '" + line + "'; give 3.5 or 4.");
    }
    atLeastOne("--rate", rate);
    atLeastOne("--partitions", partitions);
    if (rows != null) {
      atLeastOne("--rows", rows);
    }
    String root = System.getProperty("millrace.root");
    if (root == null) {
      throw new CommandFailure("The demo needs its clone's Spark; start it with ./millrace demo.");
    }
    return new DemoSettings(Path.of(root), spark, orders(), rate, untilDrained, port, partitions);
  }

  private DemoOrders orders() {
    if (file != null) {
      return DemoOrders.of(file, rows == null ? Long.MAX_VALUE : rows);
    }
    if (rows != null) {
      return DemoOrders.made(rows);
    }
    if (untilDrained) {
      throw new ParameterException(
          spec.commandLine(),
          "--until-drained needs orders that end: give --orders FILE.csv or --rows N.");
    }
    return DemoOrders.endless();
  }

  private void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; give 1 or more.");
    }
  }

  private RunDirectory directory(Path root) {
    if (dir != null) {
      return RunDirectory.open(dir);
    }
    String name =
        RUN_NAME.format(Clock.systemUTC().instant()) + "-" + ProcessHandle.current().pid();
    return RunDirectory.temporary(root.resolve(".millrace").resolve("demo"), name);
  }

  private DemoView view(DemoSettings settings) {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return settings.untilDrained()
        ? new DrainView(out, err, settings.orders().list().size(), System::nanoTime)
        : new LiveView(out, err, Clock.systemUTC());
  }
}
