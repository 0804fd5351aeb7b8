package io.millrace.cli.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fault",
    description = "Local server only: let the next requests of an operation go wrong.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin fault PutRow --times 3 --error OTSServerBusy",
      "  millrace admin fault tunnel/readrecords --delay 2000",
      "  millrace admin fault * --drop-reply"
    })
final class FaultCommand extends LocalServerCommand {
  @Parameters(
      paramLabel = "OPERATION",
      description = "The operation as it is called, such as PutRow or tunnel/connect; * for all.")
  private String operation;

  @Option(
      names = "--times",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many requests (default: ${DEFAULT-VALUE}).")
  private int times;

  @Option(
      names = "--error",
      paramLabel = "CODE",
      description = "Answer with this error instead of carrying the request out.")
  private String error;

  @Option(
      names = "--message",
      paramLabel = "TEXT",
      description = "The error's message (default: the service's).")
  private String message;

  @Option(
      names = "--delay",
      paramLabel = "MILLIS",
      description = "Hold the reply back for so long.")
  private Long delay;

  @Option(
      names = "--drop-reply",
      description = "Carry the request out and close the connection without a reply.")
  private boolean dropReply;

  @Override
  void run(LocalServer server) throws InterruptedException {
    if (error == null && delay == null && !dropReply) {
      throw misuse("Say what goes wrong with --error, --delay or --drop-reply.");
    }
    Map<String, Object> fault = new LinkedHashMap<>();
    fault.put("operation", operation);
    fault.put("times", times);
    fault.put("error", error);
    fault.put("message", message);
    fault.put("delayMillis", delay);
    fault.put("dropReply", dropReply);
    server.call("POST", "faults", fault);
    say("The next " + times + " of " + operation + " will go wrong.");
  }
}
