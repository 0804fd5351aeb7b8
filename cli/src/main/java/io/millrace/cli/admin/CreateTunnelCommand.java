package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.StartOffsetFlag;
import com.alicloud.openservices.tablestore.model.tunnel.StreamTunnelConfig;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import io.millrace.cli.console.CommandFailure;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "create_tunnel",
    description = {
      "Create a tunnel on a table and print its id on stdout.",
      "A tunnel of changes turns the stream of the table on, with 7 days, if it is off."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin create_tunnel -t OrderSource -n orders -m base_and_stream",
      "  tunnel=$(millrace admin create_tunnel -t OrderSource -n changes)"
    })
final class CreateTunnelCommand extends InstanceCommand {
  @Mixin private TunnelOptions tunnel;

  @Option(
      names = {"-m", "--mode"},
      paramLabel = "MODE",
      defaultValue = "stream_data_only",
      description =
          "base_data_only: the rows the table has; stream_data_only: the changes from now on;"
              + " base_and_stream: first the rows, then the changes. Without: stream_data_only.")
  private Mode mode;

  @Option(
      names = "--start",
      paramLabel = "WHEN",
      description =
          "Where the changes begin: latest, earliest, or a time such as 2026-01-31T12:00:00Z or in"
              + " milliseconds. Without: latest.")
  private String start;

  /** The names of the vendor's command line. */
  enum Mode {
    base_data_only(TunnelType.BaseData),
    stream_data_only(TunnelType.Stream),
    base_and_stream(TunnelType.BaseAndStream);

    private final TunnelType type;

    Mode(TunnelType type) {
      this.type = type;
    }
  }

  @Override
  void run(Tablestore tablestore) {
    CreateTunnelRequest request = new CreateTunnelRequest(tunnel.table, tunnel.name, mode.type);
    if (start != null) {
      request.setStreamTunnelConfig(config());
    }
    String id;
    try {
      id = tablestore.tunnels().createTunnel(request).getTunnelId();
    } catch (TableStoreException e) {
      if (e.getErrorCode().equals("OTSTunnelExist")) {
        throw new CommandFailure(
            "Table '"
                + tunnel.table
                + "' already has a tunnel '"
                + tunnel.name
                + "'; drop_tunnel it first or choose another name.",
            e);
      }
      if (e.getErrorCode().equals("OTSParameterInvalid")) {
        tablestore.describe(tunnel.table);
      }
      throw e;
    }
    err().println("Tunnel '" + tunnel.name + "' created on table '" + tunnel.table + "', its id:");
    err().flush();
    say(id);
  }

  private StreamTunnelConfig config() {
    if (mode == Mode.base_data_only) {
      throw misuse("--start is for changes, but -m base_data_only has none; leave --start out.");
    }
    return switch (start.toLowerCase(Locale.ROOT)) {
      case "latest" -> new StreamTunnelConfig(StartOffsetFlag.LATEST);
      case "earliest" -> new StreamTunnelConfig(StartOffsetFlag.EARLIEST);
      default -> {
        StreamTunnelConfig config = new StreamTunnelConfig();
        config.setStartOffset(millis());
        yield config;
      }
    };
  }

  private long millis() {
    if (start.matches("\\d{1,18}")) {
      return Long.parseLong(start);
    }
    try {
      return Instant.parse(start).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw misuse(
          "--start is '"
              + start
              + "', but may be latest, earliest, a time such as 2026-01-31T12:00:00Z, or"
              + " milliseconds; write one of those.");
    }
  }

  @Override
  String table() {
    return tunnel.table;
  }
}
