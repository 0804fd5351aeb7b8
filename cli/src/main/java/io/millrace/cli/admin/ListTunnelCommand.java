package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import io.millrace.cli.console.Listing;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "list_tunnel",
    description = "List the tunnels of a table, or of all tables.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin list_tunnel",
      "  millrace admin list_tunnel -t OrderSource --format json"
    })
final class ListTunnelCommand extends InstanceCommand {
  @Option(
      names = {"-t", "--table"},
      paramLabel = "TABLE",
      description = "The table. Without: all tables of the instance.")
  private String table;

  @Mixin private FormatOption format;

  @Override
  void run(Tablestore tablestore) {
    Listing listing =
        new Listing(
            List.of(
                Listing.Column.whole("tunnelId", "Tunnel id"),
                Listing.Column.of("tunnelName", "Name"),
                Listing.Column.of("tableName", "Table"),
                Listing.Column.of("tunnelType", "Type"),
                Listing.Column.of("stage", "Stage"),
                Listing.Column.of("expired", "Expired")));
    if (table != null) {
      tablestore.describe(table);
    }
    List<String> tables =
        table == null ? tablestore.client().listTable().getTableNames() : List.of(table);
    for (String name : tables) {
      for (TunnelInfo tunnel : Tunnels.list(tablestore, name)) {
        listing.add(
            tunnel.getTunnelId(),
            tunnel.getTunnelName(),
            tunnel.getTableName(),
            tunnel.getTunnelType().name(),
            tunnel.getStage().name(),
            tunnel.isExpired());
      }
    }
    format.print(listing, out());
  }

  @Override
  String table() {
    return table;
  }
}
