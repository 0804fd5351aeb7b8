package io.millrace.cli.admin;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "expire_tunnel",
    description = "Local server only: let a tunnel expire now.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin expire_tunnel --tunnel-id dedb8b7b-3714-43fb-9da9-fdfb384c5a67"})
final class ExpireTunnelCommand extends LocalServerCommand {
  @Option(
      names = "--tunnel-id",
      required = true,
      paramLabel = "ID",
      description = "Its id, as list_tunnel shows it.")
  private String tunnelId;

  @Override
  void run(LocalServer server) throws InterruptedException {
    server.call("POST", server.ofInstance("tunnels", tunnelId, "expire"), null);
    say("Tunnel '" + tunnelId + "' is expired.");
  }
}
