package io.millrace.cli.admin;

import java.time.Duration;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The group of commands on one Tablestore instance, and the options that say which. */
@Command(
    name = "admin",
    description = "Tables, rows, bulk files and tunnels of a Tablestore instance, local or cloud.",
    optionListHeading = "%nWhich instance:%n",
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:The command did what it was asked.",
      "1:It could not; stderr says why in one sentence.",
      "2:It was not understood; nothing was changed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin create -t OrderSource --pk 'UserId:string,OrderId:string'",
      "  millrace admin import -t OrderSource -i orders.csv",
      "  millrace admin create_tunnel -t OrderSource -n orders -m base_and_stream",
      "  millrace admin --endpoint https://INSTANCE.REGION.ots.aliyuncs.com --instance INSTANCE list"
    },
    subcommands = {
      CreateCommand.class,
      ListCommand.class,
      DescCommand.class,
      DropCommand.class,
      PutCommand.class,
      GetCommand.class,
      UpdateCommand.class,
      DelCommand.class,
      ScanCommand.class,
      ImportCommand.class,
      ExportCommand.class,
      CreateTunnelCommand.class,
      ListTunnelCommand.class,
      DescribeTunnelCommand.class,
      DropTunnelCommand.class,
      ConsumeTunnelCommand.class,
      CheckCommand.class,
      RepairCommand.class,
      HealthCommand.class,
      MetricsCommand.class,
      ClockCommand.class,
      SplitChannelCommand.class,
      MergeChannelsCommand.class,
      ExpireTunnelCommand.class,
      FaultCommand.class,
      ListFaultCommand.class,
      ClearFaultCommand.class,
      SnapshotCommand.class,
      RestoreCommand.class,
      ListSnapshotCommand.class,
      DropSnapshotCommand.class,
      ResetCommand.class
    })
public final class AdminCommand implements Runnable {
  private final UnaryOperator<String> environment;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  @SuppressWarnings("unused") // picocli asks the option itself
  private boolean help;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "Its address. Without: $TABLESTORE_ENDPOINT, else http://127.0.0.1:8087.")
  private String endpoint;

  @Option(
      names = "--instance",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "Its name. Without: $TABLESTORE_INSTANCE, else millrace.")
  private String instance;

  @Option(
      names = "--id",
      paramLabel = "ID",
      scope = ScopeType.INHERIT,
      description = "The access key id. Without: $TABLESTORE_ACCESS_KEY_ID, else local.")
  private String id;

  @Option(
      names = "--key",
      paramLabel = "SECRET",
      scope = ScopeType.INHERIT,
      description =
          "The access key secret, which other users of the machine can see in the list of processes."
              + " Without: $TABLESTORE_ACCESS_KEY_SECRET, else local.")
  private String key;

  @Option(
      names = "--token",
      paramLabel = "TOKEN",
      scope = ScopeType.INHERIT,
      description =
          "The security token of temporary credentials. Without: $TABLESTORE_SESSION_TOKEN, else"
              + " none.")
  private String token;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      scope = ScopeType.INHERIT,
      description = "How long to wait for an answer. Without: 30.")
  private Integer timeout;

  /** A command that reads the process's environment. */
  public AdminCommand() {
    this(System::getenv);
  }

  AdminCommand(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /**
   * The instance that options, else the environment, else the defaults of the local server name.
   *
   * @throws ParameterException if there can be none of that kind
   */
  Connection connection() {
    try {
      return new Connection(
          either(endpoint, "TABLESTORE_ENDPOINT", "http://127.0.0.1:8087"),
          either(instance, "TABLESTORE_INSTANCE", "millrace"),
          either(id, "TABLESTORE_ACCESS_KEY_ID", "local"),
          either(key, "TABLESTORE_ACCESS_KEY_SECRET", "local"),
          either(token, "TABLESTORE_SESSION_TOKEN", null),
          timeout());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Duration timeout() {
    int seconds = timeout == null ? 30 : timeout;
    if (seconds < 1 || seconds > 600) {
      throw new IllegalArgumentException("--timeout is " + seconds + ", but may be from 1 to 600.");
    }
    return Duration.ofSeconds(seconds);
  }

  private String either(String option, String variable, String fallback) {
    if (option != null) {
      return option;
    }
    String value = environment.apply(variable);
    return value == null || value.isBlank() ? fallback : value.strip();
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "A command is missing.");
  }
}
