package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import io.millrace.cli.console.CommandFailure;
import io.millrace.cli.rows.KeyJson;
import io.millrace.cli.rows.RowJson;
import io.millrace.cli.rows.RowSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "get",
    description = "Show one row. It is an error (exit code 1) if there is none with that key.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin get -t OrderSource --pk '[\"17850\",\"536365-001\"]'",
      "  millrace admin get -t OrderSource --pk '{\"UserId\":\"17850\",\"OrderId\":\"536365-001\"}'",
      "  millrace admin get -t OrderSource --pk '[\"17850\",\"536365-001\"]' -c price --format json"
    })
final class GetCommand extends InstanceCommand {
  @Mixin private TableOption table;
  @Mixin private KeyOption key;

  @Option(
      names = {"-c", "--columns"},
      paramLabel = "NAME",
      split = ",",
      description = "Only these columns, separated by commas. Without: all.")
  private List<String> columns;

  @Option(
      names = "--max_version",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many versions of each cell. Without: 1.")
  private int maxVersions;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the row to this file, as put -i reads it.")
  private Path output;

  @Mixin private FormatOption format;

  @Override
  void run(Tablestore tablestore) throws IOException {
    RowSchema schema = tablestore.schema(table.name);
    PrimaryKey primaryKey = parse(() -> KeyJson.parse(key.json, schema));
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria(table.name, primaryKey);
    checkRange("--max_version", maxVersions, 1, Integer.MAX_VALUE);
    criteria.setMaxVersions(maxVersions);
    if (columns != null) {
      criteria.addColumnsToGet(columns);
      criteria.addColumnsToGet(schema.key().get(0).name());
    }
    Row row = tablestore.client().getRow(new GetRowRequest(criteria)).getRow();
    if (row == null) {
      throw new CommandFailure(
          "Table '"
              + table.name
              + "' has no row with the key "
              + KeyJson.write(primaryKey)
              + "; 'millrace admin scan -t "
              + table.name
              + "' shows rows that it has.");
    }
    if (output == null) {
      RowText.print(row, format, out());
    } else {
      try (OutputFile file = new OutputFile(output)) {
        file.writer().write(RowJson.write(row.getPrimaryKey(), row.getColumns()) + "\n");
        file.finish();
      }
    }
  }

  @Override
  String table() {
    return table.name;
  }
}
