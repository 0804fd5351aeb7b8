package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.alicloud.openservices.tablestore.model.Row;
import io.millrace.cli.console.Progress;
import io.millrace.cli.console.Terminal;
import io.millrace.cli.rows.KeyJson;
import io.millrace.cli.rows.RowSchema;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "export",
    description = {
      "Write all rows of a table, in the order of their keys and with the latest version of each"
          + " cell, to a file that import reads.",
      "The file has its name only when it is whole."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin export -t OrderSource -o orders.json",
      "  millrace admin export -t OrderSource -o orders.csv -c price,timestamp",
      "  millrace admin export -t OrderSource --format csv | sort > sorted.csv"
    })
final class ExportCommand extends InstanceCommand {
  @Mixin private TableOption table;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The file. Without: stdout.")
  private Path output;

  @Option(
      names = {"-c", "--columns"},
      paramLabel = "NAME",
      split = ",",
      description = "Only these columns beside the key, separated by commas. Without: all.")
  private List<String> columns;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "json: one row on each line, with types and times; csv: a header and the values. Without:"
              + " csv for a FILE that ends in .csv, else json.")
  private Format format;

  /** The formats that import reads back. */
  enum Format {
    json,
    csv
  }

  @Override
  void run(Tablestore tablestore) throws IOException {
    RowSchema schema = tablestore.schema(table.name);
    Iterator<Row> rows = tablestore.client().createRangeIterator(range(schema));
    if (output == null || output.toString().equals("-")) {
      write(rows, schema, out());
      out().flush();
      return;
    }
    Progress progress = new Progress("Exported", err(), Terminal.err(), System::nanoTime);
    long count;
    try (OutputFile file = new OutputFile(output)) {
      count = write(observed(rows, progress), schema, file.writer());
      file.finish();
    } finally {
      progress.clear();
    }
    say(
        String.format(
            Locale.ROOT,
            "%s of table '%s' written to %s in %.1f s.",
            RowText.count(count),
            table.name,
            output,
            progress.seconds()));
  }

  private long write(Iterator<Row> rows, RowSchema schema, Writer out) throws IOException {
    boolean csv =
        format == null
            ? output != null && output.toString().toLowerCase(Locale.ROOT).endsWith(".csv")
            : format == Format.csv;
    return csv ? RowExport.csv(rows, schema, columns, out) : RowExport.json(rows, out);
  }

  private RangeIteratorParameter range(RowSchema schema) {
    RangeIteratorParameter range = new RangeIteratorParameter(table.name);
    range.setInclusiveStartPrimaryKey(KeyJson.all(schema, PrimaryKeyValue.INF_MIN));
    range.setExclusiveEndPrimaryKey(KeyJson.all(schema, PrimaryKeyValue.INF_MAX));
    range.setMaxVersions(1);
    if (columns != null) {
      range.addColumnsToGet(columns);
      // A key column among them keeps the rows that have none of the others.
      range.addColumnsToGet(schema.key().get(0).name());
    }
    return range;
  }

  private static Iterator<Row> observed(Iterator<Row> rows, Progress progress) {
    return new Iterator<>() {
      private long count;

      @Override
      public boolean hasNext() {
        return rows.hasNext();
      }

      @Override
      public Row next() {
        progress.update(++count, 0);
        return rows.next();
      }
    };
  }

  @Override
  String table() {
    return table.name;
  }
}
