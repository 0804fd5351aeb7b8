package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import io.millrace.cli.console.CommandFailure;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tunnels of a table, looked up by name. */
final class Tunnels {
  private static final Set<String> UNKNOWN =
      Set.of("OTSParameterInvalid", "OTSObjectNotExist", "OTSTunnelNotExist");

  private Tunnels() {}

  static List<TunnelInfo> list(Tablestore tablestore, String table) {
    return tablestore.tunnels().listTunnel(new ListTunnelRequest(table)).getTunnelInfos();
  }

  /**
   * Describes a tunnel.
   *
   * @throws CommandFailure if the table has none of that name; names those that it has
   */
  static DescribeTunnelResponse describe(Tablestore tablestore, TunnelOptions tunnel) {
    try {
      return tablestore
          .tunnels()
          .describeTunnel(new DescribeTunnelRequest(tunnel.table, tunnel.name));
    } catch (TableStoreException e) {
      if (UNKNOWN.contains(e.getErrorCode())) {
        failIfUnknown(tablestore, tunnel, e);
      }
      throw e;
    }
  }

  private static void failIfUnknown(
      Tablestore tablestore, TunnelOptions tunnel, TableStoreException cause) {
    tablestore.describe(tunnel.table);
    List<TunnelInfo> tunnels = list(tablestore, tunnel.table);
    if (tunnels.stream().noneMatch(info -> tunnel.name.equals(info.getTunnelName()))) {
      throw new CommandFailure(
          "Table '"
              + tunnel.table
              + "' has no tunnel '"
              + tunnel.name
              + "'; "
              + (tunnels.isEmpty()
                  ? "it has none at all, 'millrace admin create_tunnel' makes one."
                  : "it has "
                      + tunnels.stream()
                          .map(TunnelInfo::getTunnelName)
                          .collect(Collectors.joining(", "))
                      + "."),
          cause);
    }
  }

  /** A time, or null for the beginning of time, which stands for none. */
  static String time(Date time) {
    return time == null ? null : time(time.getTime());
  }

  /** A time in milliseconds, or null for the beginning of time, which stands for none. */
  static String time(long millis) {
    return millis <= 0 ? null : Instant.ofEpochMilli(millis).toString();
  }
}
