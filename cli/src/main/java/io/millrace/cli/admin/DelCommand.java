package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import io.millrace.cli.rows.KeyJson;
import io.millrace.cli.rows.RowSchema;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "del",
    description = "Delete a row. Without --condition it does not matter whether there is one.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin del -t OrderSource --pk '[\"u1\",\"o1\"]'",
      "  millrace admin del -t OrderSource --pk '[\"u1\",\"o1\"]' --condition exist"
    })
final class DelCommand extends InstanceCommand {
  @Mixin private TableOption table;
  @Mixin private KeyOption key;
  @Mixin private ConditionOption condition;

  @Override
  void run(Tablestore tablestore) {
    RowSchema schema = tablestore.schema(table.name);
    RowDeleteChange change =
        new RowDeleteChange(table.name, parse(() -> KeyJson.parse(key.json, schema)));
    change.setCondition(condition.condition());
    tablestore.client().deleteRow(new DeleteRowRequest(change));
    say(
        "Row "
            + KeyJson.write(change.getPrimaryKey())
            + " deleted from table '"
            + table.name
            + "'.");
  }

  @Override
  String table() {
    return table.name;
  }
}
