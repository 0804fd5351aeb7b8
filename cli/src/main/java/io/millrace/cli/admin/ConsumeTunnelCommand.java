package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.StreamRecord;
import io.millrace.cli.console.ListingFormat;
import io.millrace.cli.rows.RecordText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "consume_tunnel",
    description = {
      "Print the records of a tunnel from where its channels stand, channel by channel, until none"
          + " is left.",
      "It looks without taking: the progress of the tunnel stays, unless --commit is given. A full"
          + " tunnel hands out its changes only after its rows are committed."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin consume_tunnel -t OrderSource -n orders --limit 10",
      "  millrace admin consume_tunnel -t OrderSource -n orders --follow --format json"
    })
final class ConsumeTunnelCommand extends InstanceCommand {
  @Mixin private TunnelOptions tunnel;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many records. Without: all.")
  private Long limit;

  @Option(
      names = "--follow",
      description = "Wait for further records, until the process is ended (Ctrl-C).")
  private boolean follow;

  @Option(
      names = "--commit",
      description =
          "Record the progress in the tunnel, after each page that was printed in whole. Not beside"
              + " another consumer.")
  private boolean commit;

  @Mixin private FormatOption format;

  @Override
  void run(Tablestore tablestore) throws InterruptedException {
    long most = limit == null ? Long.MAX_VALUE : limit;
    checkRange("--limit", most, 1, Long.MAX_VALUE);
    if (format.format == ListingFormat.csv) {
      out().println("action,time,channel,key,columns");
    }
    TunnelRecords records = new TunnelRecords(tablestore, tunnel, most, commit, this::print);
    records.read(follow);
    out().flush();
  }

  private void print(String channel, StreamRecord record) {
    switch (format.format) {
      case table -> out().println(RecordText.line(record));
      case json -> out().println(RecordText.json(channel, record));
      case csv -> out().println(RecordText.csv(channel, record));
    }
    if (follow) {
      out().flush();
    }
  }

  @Override
  String table() {
    return tunnel.table;
  }
}
