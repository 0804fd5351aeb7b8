package io.millrace.cli.admin;

import io.millrace.local.engine.DataCheck;
import io.millrace.local.tunnel.TunnelCheck;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Command;

@Command(
    name = "repair",
    description =
        "Make the data directory of a local server that does not run whole again, and tell what was"
            + " done and what is lost. Rows are restored from the change log where it has them; a"
            + " damaged database is kept beside the new one.",
    footerHeading = "%nExamples:%n",
    footer = "  millrace admin repair ./data")
final class RepairCommand extends DataCommand {

  @Override
  void run(Path data, Clock clock) {
    DataCheck.Report report = DataCheck.repair(data, clock, new TunnelCheck());
    print(report);
    report
        .damaged()
        .ifPresent(
            damaged ->
                say(
                    "The damaged database was kept as '"
                        + damaged
                        + "'; delete it when it is not needed."));
    say(
        report.problems() == 0
            ? "The data directory '%s' was whole: %s.".formatted(data, extent(report))
            : "The data directory '%s' is whole again: %s.".formatted(data, extent(report)));
  }
}
