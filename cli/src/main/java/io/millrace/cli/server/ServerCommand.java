package io.millrace.cli.server;

import io.millrace.local.server.LocalTablestore;
import io.millrace.local.server.LocalTablestoreBuilder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace server}: serves until the process is ended. */
@Command(
    name = "server",
    description = {
      "A local Tablestore for every official SDK.",
      "",
      "Prints one line on standard output once it serves; SIGTERM or Ctrl-C ends it cleanly."
    },
    footer = {
      "",
      "Examples:",
      "  millrace server --data /var/lib/millrace",
      "  millrace server --in-memory --port 0 --instance first --instance second"
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
public final class ServerCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  /** The service's rule for names of instances. */
  private static final Pattern INSTANCE_NAME =
      Pattern.compile("[A-Za-z][A-Za-z0-9-]{1,14}[A-Za-z0-9]");

  @Spec private CommandSpec spec;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "The address to listen on (default: ${DEFAULT-VALUE}).")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8087",
      description = "The port to listen on; 0 picks a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @ArgGroup private Storage storage = new Storage();

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      defaultValue = LocalTablestoreBuilder.DEFAULT_INSTANCE,
      description = "An instance to serve; may be given several times (default: ${DEFAULT-VALUE}).")
  private List<String> instances;

  @ArgGroup(exclusive = false)
  private User user = new User();

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Partitions, and so stream channels, of a new table (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--user",
      paramLabel = "ID:SECRET",
      description =
          "A user more, with an access key id and secret of its own; may be given several times.")
  private List<String> users = List.of();

  @Option(
      names = "--seed",
      paramLabel = "FILE",
      description =
          "Begin with the tables, rows and tunnels of a JSON file (docs/server.md has its form); may"
              + " be given several times. Tables that are there already are left alone.")
  private List<Path> seeds = List.of();

  @Option(
      names = "--lenient",
      description = "Take dates and signatures of requests on trust (default: no).")
  private boolean lenient;

  @Option(
      names = "--table-rate",
      paramLabel = "N",
      description =
          "Table operations that an instance takes in a second; the service takes 10 (default: any"
              + " number).")
  private Integer tableRate;

  @Option(
      names = "--access-log",
      paramLabel = "FILE",
      description = "Append a line for each answered request to FILE.")
  private Path accessLog;

  @ArgGroup(exclusive = false)
  private Tls tls;

  private static final class Tls {
    @Option(
        names = "--tls-certificate",
        paramLabel = "FILE",
        required = true,
        description = "Speak HTTPS with this PEM certificate chain.")
    private Path certificate;

    @Option(
        names = "--tls-key",
        paramLabel = "FILE",
        required = true,
        description = "Its private key, in PEM, PKCS #8, not encrypted.")
    private Path key;
  }

  private static final class Storage {
    @Option(
        names = "--data",
        paramLabel = "DIR",
        description = "Keep all data in DIR, which is made if it is not there.")
    private Path data;

    @Option(
        names = "--in-memory",
        description = "Keep all data in memory; it is gone when the server ends (the default).")
    private boolean inMemory;
  }

  private static final class User {
    @Option(
        names = "--access-key-id",
        paramLabel = "ID",
        required = true,
        description = "The access key id of the only user (default: local).")
    private String id = LocalTablestoreBuilder.DEFAULT_ACCESS_KEY;

    @Option(
        names = "--access-key-secret",
        paramLabel = "SECRET",
        required = true,
        description = "The secret of the only user (default: local).")
    private String secret = LocalTablestoreBuilder.DEFAULT_ACCESS_KEY;
  }

  private final Preparation preparation;

  /** A command that is not run at once. */
  public ServerCommand() {
    this(null);
  }

  private ServerCommand(Preparation preparation) {
    this.preparation = preparation;
  }

  /** A command that is about to be run with {@code arguments}, for which it prepares meanwhile. */
  public static ServerCommand about(String[] arguments) {
    boolean durable = Arrays.stream(arguments).anyMatch(word -> word.startsWith("--data"));
    return new ServerCommand(Preparation.begin(durable));
  }

  @Override
  public Integer call() throws InterruptedException {
    check();
    if (preparation != null) {
      preparation.await();
    }
    LocalTablestore server = start();
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  ended.countDown();
                },
                "server-shutdown"));
    PrintWriter out = spec.commandLine().getOut();
    out.println("millrace: Tablestore ready at " + server.endpoint() + " (" + about() + ")");
    out.flush();
    ended.await();
    return ExitCode.OK;
  }

  private void check() {
    if (port < 0 || port > LAST_PORT) {
      throw misused("--port is " + port + "; give a number from 0 to " + LAST_PORT + ".");
    }
    if (partitions < 1) {
      throw misused("--partitions is " + partitions + "; give 1 or more.");
    }
    if (tableRate != null && tableRate < 1) {
      throw misused("--table-rate is " + tableRate + "; give 1 or more.");
    }
    for (String instance : instances) {
      if (!INSTANCE_NAME.matcher(instance).matches()) {
        throw misused(
            "--instance is '"
                + instance
                + "'; give 3 to 16 letters, digits and hyphens, a letter first and no hyphen last.");
      }
    }
    for (String each : users) {
      int colon = each.indexOf(':');
      if (colon < 1 || colon == each.length() - 1) {
        throw misused("--user must be of the form ID:SECRET, neither of them empty.");
      }
    }
    if (user.id.isBlank() || user.secret.isBlank()) {
      throw misused("--access-key-id and --access-key-secret must not be empty.");
    }
  }

  private ParameterException misused(String sentence) {
    return new ParameterException(spec.commandLine(), sentence);
  }

  private LocalTablestore start() {
    LocalTablestoreBuilder builder =
        LocalTablestore.builder()
            .host(host)
            .port(port)
            .accessKey(user.id, user.secret)
            .partitions(partitions);
    instances.forEach(builder::instance);
    for (String each : users) {
      int colon = each.indexOf(':');
      builder.accessKey(each.substring(0, colon), each.substring(colon + 1));
    }
    seeds.forEach(builder::seed);
    builder.lenient(lenient);
    if (tableRate != null) {
      builder.tableRate(tableRate);
    }
    if (accessLog != null) {
      builder.accessLog(accessLog);
    }
    if (tls != null) {
      builder.tls(tls.certificate, tls.key);
    }
    if (isInMemory()) {
      builder.inMemory();
    } else {
      builder.dataDirectory(storage.data);
    }
    return builder.start();
  }

  private boolean isInMemory() {
    return storage.inMemory || storage.data == null;
  }

  private String about() {
    return (instances.size() == 1 ? "instance " : "instances ")
        + String.join(", ", instances)
        + ", access key id "
        + user.id
        + ", "
        + (isInMemory() ? "data in memory" : "data in '" + storage.data + "'");
  }
}
