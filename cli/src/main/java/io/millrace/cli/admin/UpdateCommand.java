package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import io.millrace.cli.rows.CellJson;
import io.millrace.cli.rows.KeyJson;
import io.millrace.cli.rows.RowSchema;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "update",
    description =
        "Change columns of a row and leave the others; without --condition a new row is made.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin update -t OrderSource --pk '[\"u1\",\"o1\"]' \\",
      "      --attr '[{\"c\":\"price\",\"v\":16.3}]'",
      "  millrace admin update -t OrderSource --pk '[\"u1\",\"o1\"]' --delete price,timestamp"
    })
final class UpdateCommand extends InstanceCommand {
  @Mixin private TableOption table;
  @Mixin private KeyOption key;

  @Option(
      names = {"-a", "--attr"},
      paramLabel = "CELLS",
      defaultValue = "[]",
      description =
          "The columns to write, a JSON array of {\"c\":NAME,\"v\":VALUE} with an optional type \"t\" and"
              + " time \"ts\".")
  private String cells;

  @Option(
      names = "--delete",
      paramLabel = "NAME",
      split = ",",
      description = "The columns to delete, all versions of them, separated by commas.")
  private List<String> delete = List.of();

  @Mixin private ConditionOption condition;

  @Override
  void run(Tablestore tablestore) {
    RowSchema schema = tablestore.schema(table.name);
    RowUpdateChange change =
        new RowUpdateChange(table.name, parse(() -> KeyJson.parse(key.json, schema)));
    List<Column> columns = parse(() -> CellJson.parse(cells, schema.defined()));
    if (columns.isEmpty() && delete.isEmpty()) {
      throw misuse("Nothing to change is given; name columns with --attr or --delete.");
    }
    change.put(columns);
    delete.forEach(change::deleteColumns);
    change.setCondition(condition.condition());
    tablestore.client().updateRow(new UpdateRowRequest(change));
    say("Row " + KeyJson.write(change.getPrimaryKey()) + " of table '" + table.name + "' updated.");
  }

  @Override
  String table() {
    return table.name;
  }
}
