package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.tunnel.DeleteTunnelRequest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "drop_tunnel",
    description = "Delete a tunnel and its progress; the rows of the table stay.",
    footerHeading = "%nExamples:%n",
    footer = "  millrace admin drop_tunnel -t OrderSource -n orders")
final class DropTunnelCommand extends InstanceCommand {
  @Mixin private TunnelOptions tunnel;

  @Override
  void run(Tablestore tablestore) {
    Tunnels.describe(tablestore, tunnel);
    tablestore.tunnels().deleteTunnel(new DeleteTunnelRequest(tunnel.table, tunnel.name));
    say("Tunnel '" + tunnel.name + "' dropped from table '" + tunnel.table + "'.");
  }

  @Override
  String table() {
    return tunnel.table;
  }
}
