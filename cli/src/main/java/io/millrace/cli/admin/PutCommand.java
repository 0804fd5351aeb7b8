package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowResponse;
import com.alicloud.openservices.tablestore.model.ReturnType;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import io.millrace.cli.rows.CellJson;
import io.millrace.cli.rows.ColumnTypes;
import io.millrace.cli.rows.KeyJson;
import io.millrace.cli.rows.RowJson;
import io.millrace.cli.rows.RowSchema;
import java.io.IOException;
import java.nio.file.Files;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "put",
    description = "Write a row, in place of one with the same key.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin put -t OrderSource --pk '[\"u1\",\"o1\"]' \\",
      "      --attr '[{\"c\":\"price\",\"v\":15.3},{\"c\":\"timestamp\",\"v\":1291191960000}]'",
      "  millrace admin put -t OrderSource -i row.json"
    })
final class PutCommand extends InstanceCommand {
  @Mixin private TableOption table;

  @Option(
      names = {"-k", "--pk"},
      paramLabel = "KEY",
      description = "The key of the row, a JSON array of its values; null for an auto column.")
  private String key;

  @Option(
      names = {"-a", "--attr"},
      paramLabel = "CELLS",
      description =
          "Its other columns, a JSON array of {\"c\":NAME,\"v\":VALUE} with an optional type \"t\" and"
              + " time \"ts\".")
  private String cells;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      description = "Instead of both, a file with the row as get -o writes it; - is stdin.")
  private String input;

  @Mixin private ConditionOption condition;

  @Override
  void run(Tablestore tablestore) throws IOException {
    if ((key == null) == (input == null) || (cells != null && input != null)) {
      throw misuse("A row is given either by --pk and --attr or by -i; give one of these.");
    }
    RowSchema schema = tablestore.schema(table.name);
    RowPutChange change = input == null ? inline(schema) : fromFile(schema);
    change.setCondition(condition.condition());
    change.setReturnType(ReturnType.RT_PK);
    PutRowResponse response = tablestore.client().putRow(new PutRowRequest(change));
    var written =
        response.getRow() == null ? change.getPrimaryKey() : response.getRow().getPrimaryKey();
    say("Row " + KeyJson.write(written) + " written to table '" + table.name + "'.");
  }

  private RowPutChange inline(RowSchema schema) {
    return parse(
        () ->
            new RowPutChange(table.name, KeyJson.parse(key, schema))
                .addColumns(CellJson.parse(cells == null ? "[]" : cells, schema.defined())));
  }

  private RowPutChange fromFile(RowSchema schema) throws IOException {
    try (InputFile file = InputFile.of(input, System.in)) {
      String text = Files.readString(file.path());
      return parse(() -> RowJson.parse(text, schema, ColumnTypes.NONE.or(schema.defined()), false));
    }
  }

  @Override
  String table() {
    return table.name;
  }
}
