package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.Column;
import io.millrace.cli.console.CommandFailure;
import io.millrace.cli.console.Progress;
import io.millrace.cli.console.Terminal;
import io.millrace.cli.load.Backoff;
import io.millrace.cli.load.LoadFailure;
import io.millrace.cli.load.RowLoader;
import io.millrace.cli.rows.ColumnTypes;
import io.millrace.cli.rows.FileRow;
import io.millrace.cli.rows.KeyJson;
import io.millrace.cli.rows.RowFile;
import io.millrace.cli.rows.RowFileException;
import io.millrace.cli.rows.RowSchema;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "import",
    description = {
      "Write the rows of a file to a table: CSV with a header line, or JSON lines as export writes"
          + " them.",
      "The whole file is checked before the first row is written. Rows replace rows with the same"
          + " key, so an import can be repeated."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin import -t OrderSource -i orders.csv",
      "  millrace admin import -t OrderSource -i orders.csv --columns price:double,timestamp:integer",
      "  millrace admin import -t OrderSource -i orders.json --ignore_ts",
      "  gzip -dc orders.csv.gz | millrace admin import -t OrderSource -i -"
    })
final class ImportCommand extends InstanceCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @Mixin private TableOption table;

  @Option(
      names = {"-i", "--input"},
      required = true,
      paramLabel = "FILE",
      description = "The file, in UTF-8; - is stdin.")
  private String input;

  @Option(
      names = {"-c", "--columns"},
      paramLabel = "NAME:TYPE,...",
      description =
          "Types of columns: string, integer, double, boolean, binary (Base64). Without: a CSV column"
              + " has the one type that all its values fit, and in JSON a number without a fraction"
              + " is an integer.")
  private String columns;

  @Option(
      names = "--ignore_ts",
      description = "Leave out the times in JSON lines; the service then chooses the present time.")
  private boolean ignoreTimestamps;

  @Option(
      names = "--parallel",
      paramLabel = "N",
      defaultValue = "4",
      description = "How many requests are under way at the same time. Without: 4.")
  private int parallel;

  @Override
  void run(Tablestore tablestore) throws IOException, InterruptedException {
    checkRange("--parallel", parallel, 1, 64);
    ColumnTypes types =
        columns == null ? ColumnTypes.NONE : parse(() -> ColumnTypes.parse(columns));
    try (InputFile file = InputFile.of(input, System.in)) {
      RowSchema schema = tablestore.schema(table.name);
      RowFile rows = RowFile.of(file.path(), file.name(), schema, types, ignoreTimestamps);
      long total = rows.check();
      load(tablestore, rows, file.name(), total);
    } catch (RowFileException e) {
      throw new CommandFailure(e.getMessage() + "; nothing was written.", e);
    }
  }

  private void load(Tablestore tablestore, RowFile file, String name, long total)
      throws IOException, InterruptedException {
    Progress progress = new Progress("Imported", err(), Terminal.err(), System::nanoTime);
    try (RowFile.Rows rows = file.open();
        RowLoader loader = new RowLoader(tablestore.client(), parallel, Backoff.of(PATIENCE))) {
      try {
        for (FileRow row = rows.next(); row != null; row = rows.next()) {
          loader.add(row);
          progress.update(loader.written(), total);
        }
        loader.await();
      } catch (LoadFailure | RowFileException e) {
        loader.close();
        throw failure(e, name, loader.written(), tablestore.connection());
      } finally {
        progress.clear();
      }
      say(
          String.format(
              Locale.ROOT,
              "%s of %s written to table '%s' in %.1f s (%,d rows/s).",
              RowText.count(loader.written()),
              name,
              table.name,
              progress.seconds(),
              progress.perSecond(loader.written())));
    }
  }

  private CommandFailure failure(
      RuntimeException failure, String name, long written, Connection connection) {
    String reason;
    if (failure instanceof RowFileException) {
      reason = failure.getMessage() + " (the file has changed since it was checked)";
    } else if (((LoadFailure) failure).row() == null) {
      reason =
          "Table '"
              + table.name
              + "' of "
              + connection
              + " takes no more rows ("
              + failure.getMessage()
              + ")";
    } else {
      reason = refusal(name, ((LoadFailure) failure).row(), failure.getMessage());
    }
    return new CommandFailure(
        reason
            + "; "
            + RowText.count(written)
            + " of the file were written, import it again when that is settled.",
        failure);
  }

  private static String refusal(String name, FileRow row, String reason) {
    boolean hasTimes = row.change().getColumnsToPut().stream().anyMatch(Column::hasSetTimestamp);
    return name
        + " line "
        + row.line()
        + ": the row "
        + KeyJson.write(row.change().getPrimaryKey())
        + " was refused ("
        + reason
        + (hasTimes ? " --ignore_ts leaves its times out." : "")
        + ")";
  }

  @Override
  String table() {
    return table.name;
  }
}
