package io.millrace.cli.admin;

import io.millrace.cli.console.CommandFailure;
import io.millrace.local.engine.DataCheck;
import io.millrace.local.tunnel.TunnelCheck;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;

@Command(
    name = "check",
    description =
        "Look for damage in the data directory of a local server that does not run: files against"
            + " their checksums, rows against the change log, indexes against rows, tunnels and"
            + " snapshots. Nothing is changed.",
    footerHeading = "%nExamples:%n",
    footer = "  millrace admin check ./data")
final class CheckCommand extends DataCommand {

  @Override
  void run(Path data, Clock clock) {
    DataCheck.Report report = DataCheck.check(data, clock, new TunnelCheck());
    print(report);
    if (report.problems() > 0) {
      throw new CommandFailure(
          "The data directory '%s' is damaged in %d places; make a copy of it and run 'millrace admin repair %s'."
              .formatted(data, report.problems(), data));
    }
    say("The data directory '%s' is whole: %s.".formatted(data, extent(report)));
  }
}
