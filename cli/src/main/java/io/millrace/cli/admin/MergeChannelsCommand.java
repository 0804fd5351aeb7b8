package io.millrace.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "merge_channels",
    description = "Local server only: merge two Stream channels of neighbouring partitions.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin merge_channels -t OrderSource -c CHANNEL -c CHANNEL"})
final class MergeChannelsCommand extends LocalServerCommand {
  @Mixin private TableOption table;

  @Option(
      names = {"-c", "--channel"},
      required = true,
      paramLabel = "CHANNEL",
      description = "One of the two channels, as describe_tunnel shows it.")
  private List<String> channels;

  @Override
  void run(LocalServer server) throws InterruptedException {
    if (channels.size() != 2) {
      throw misuse("-c is given " + channels.size() + " times; give the two channels to merge.");
    }
    JsonNode shards =
        server
            .call(
                "POST",
                server.ofInstance("tables", table.name, "merge"),
                Map.of("shards", channels))
            .path("shards");
    shards.forEach(shard -> say(shard.path("id").asText()));
  }
}
