package io.millrace.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "split_channel",
    description = "Local server only: split a Stream channel in two, and its partition with it.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin split_channel -t OrderSource -c 4305f736-c2c9-417e-b025-a47c3145b7c4_1795348066670"
    })
final class SplitChannelCommand extends LocalServerCommand {
  @Mixin private TableOption table;

  @Option(
      names = {"-c", "--channel"},
      required = true,
      paramLabel = "CHANNEL",
      description = "The channel, as describe_tunnel shows it.")
  private String channel;

  @Override
  void run(LocalServer server) throws InterruptedException {
    JsonNode shards =
        server
            .call(
                "POST", server.ofInstance("tables", table.name, "split"), Map.of("shard", channel))
            .path("shards");
    shards.forEach(shard -> say(shard.path("id").asText()));
  }
}
