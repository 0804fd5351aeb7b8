package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.tunnel.ChannelInfo;
import com.alicloud.openservices.tablestore.model.tunnel.DescribeTunnelResponse;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import io.millrace.cli.console.Listing;
import io.millrace.cli.console.ListingFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "describe_tunnel",
    description = {
      "Show a tunnel and its channels.",
      "In csv these are the channels alone. The consume point is the time up to which changes were"
          + " consumed; rows is how many were."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin describe_tunnel -t OrderSource -n orders",
      "  millrace admin describe_tunnel -t OrderSource -n orders --format json"
    })
final class DescribeTunnelCommand extends InstanceCommand {
  @Mixin private TunnelOptions tunnel;
  @Mixin private FormatOption format;

  @Override
  void run(Tablestore tablestore) {
    DescribeTunnelResponse description = Tunnels.describe(tablestore, tunnel);
    Map<String, Object> properties = properties(description);
    Listing channels = channels(description.getChannelInfos());
    if (format.format == ListingFormat.json) {
      properties.put("channels", channels.documents());
      Listing.printJson(properties, out());
      out().flush();
      return;
    }
    if (format.format == ListingFormat.table) {
      Listing listing =
          new Listing(
              List.of(
                  Listing.Column.whole("property", "Property"),
                  Listing.Column.of("value", "Value")));
      properties.forEach(listing::add);
      format.print(listing, out());
      out().println();
    }
    format.print(channels, out());
  }

  private static Map<String, Object> properties(DescribeTunnelResponse description) {
    TunnelInfo info = description.getTunnelInfo();
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("tunnelId", info.getTunnelId());
    properties.put("tunnelName", info.getTunnelName());
    properties.put("tunnelType", info.getTunnelType().name());
    properties.put("tableName", info.getTableName());
    properties.put("instanceName", info.getInstanceName());
    properties.put("stage", info.getStage().name());
    properties.put("expired", info.isExpired());
    properties.put("created", Tunnels.time(info.getCreateTime()));
    properties.put("consumePoint", Tunnels.time(description.getTunnelConsumePoint()));
    return properties;
  }

  private static Listing channels(List<ChannelInfo> channels) {
    Listing listing =
        new Listing(
            List.of(
                Listing.Column.whole("channelId", "Channel id"),
                Listing.Column.of("channelType", "Type"),
                Listing.Column.of("channelStatus", "Status"),
                Listing.Column.of("clientId", "Client"),
                Listing.Column.of("consumePoint", "Consume point"),
                Listing.Column.of("rows", "Rows")));
    for (ChannelInfo channel : channels) {
      listing.add(
          channel.getChannelId(),
          channel.getChannelType().name(),
          channel.getChannelStatus().name(),
          channel.getClientId(),
          Tunnels.time(channel.getChannelConsumePoint()),
          channel.getChannelCount());
    }
    return listing;
  }

  @Override
  String table() {
    return tunnel.table;
  }
}
