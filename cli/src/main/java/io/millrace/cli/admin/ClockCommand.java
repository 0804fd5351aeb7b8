package io.millrace.cli.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "clock",
    description = "Local server only: show, set or advance the time of its data.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin clock",
      "  millrace admin clock --set 2026-11-22T08:00:00Z",
      "  millrace admin clock --advance P8D"
    })
final class ClockCommand extends LocalServerCommand {
  @Option(names = "--set", paramLabel = "TIME", description = "The time it is from now on, in UTC.")
  private String set;

  @Option(
      names = "--advance",
      paramLabel = "DURATION",
      description = "How far to go forward: PT90S, PT1H, P8D. Leases end and data expires.")
  private String advance;

  @Override
  void run(LocalServer server) throws InterruptedException {
    if (set != null && advance != null) {
      throw misuse("Give --set or --advance, not both.");
    }
    JsonNode clock;
    if (set != null) {
      clock = server.call("PUT", "clock", Map.of("now", set));
    } else if (advance != null) {
      clock = server.call("POST", "clock/advance", Map.of("by", advance));
    } else {
      clock = server.call("GET", "clock", null);
    }
    say(clock.path("now").asText());
  }
}
