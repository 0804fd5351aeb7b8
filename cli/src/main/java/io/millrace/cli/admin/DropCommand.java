package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import io.millrace.cli.console.CommandFailure;
import java.io.Console;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "drop",
    description = "Delete a table with all its rows and tunnels.",
    footerHeading = "%nExamples:%n",
    footer = {"  millrace admin drop -t OrderSource", "  millrace admin drop -t OrderSource -y"})
final class DropCommand extends InstanceCommand {
  @Mixin private TableOption table;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. Needed where no terminal can answer.")
  private boolean yes;

  @Override
  void run(Tablestore tablestore) {
    if (!yes) {
      confirm(tablestore.connection());
    }
    tablestore.client().deleteTable(new DeleteTableRequest(table.name));
    say("Table '" + table.name + "' dropped from " + tablestore.connection() + ".");
  }

  private void confirm(Connection connection) {
    Console console = System.console();
    if (console == null) {
      throw misuse("drop asks before it deletes, but no terminal can answer here; add -y.");
    }
    String answer =
        console.readLine(
            "Delete table '%s' of %s with all its rows? [y/N] ", table.name, connection);
    if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
      throw new CommandFailure("Table '" + table.name + "' was left as it is.");
    }
  }

  @Override
  String table() {
    return table.name;
  }
}
