package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.Direction;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeIteratorParameter;
import com.alicloud.openservices.tablestore.model.Row;
import io.millrace.cli.rows.KeyJson;
import io.millrace.cli.rows.RowSchema;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "scan",
    description = "Show rows in the order of their keys.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin scan -t OrderSource --limit 10",
      "  millrace admin scan -t OrderSource --from '[\"17850\"]' --to '[\"17851\"]' -c price",
      "  millrace admin scan -t OrderStreamSink --backward --limit 5 --format json"
    })
final class ScanCommand extends InstanceCommand {
  @Mixin private TableOption table;

  @Option(
      names = "--from",
      paramLabel = "KEY",
      description =
          "The first key, or its leading values, as a JSON array. Without: from the beginning.")
  private String from;

  @Option(
      names = "--to",
      paramLabel = "KEY",
      description = "The key to stop before, or its leading values. Without: to the end.")
  private String to;

  @Option(names = "--backward", description = "From the highest key down.")
  private boolean backward;

  @Option(
      names = {"-c", "--columns"},
      paramLabel = "NAME",
      split = ",",
      description = "Only these columns, separated by commas. Without: all.")
  private List<String> columns;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many rows. Without: 50.")
  private int limit;

  @Mixin private FormatOption format;

  @Override
  void run(Tablestore tablestore) {
    checkRange("--limit", limit, 1, Integer.MAX_VALUE);
    RowSchema schema = tablestore.schema(table.name);
    RangeIteratorParameter range = new RangeIteratorParameter(table.name);
    PrimaryKeyValue lowest = PrimaryKeyValue.INF_MIN;
    PrimaryKeyValue highest = PrimaryKeyValue.INF_MAX;
    range.setDirection(backward ? Direction.BACKWARD : Direction.FORWARD);
    range.setInclusiveStartPrimaryKey(bound(from, schema, backward ? highest : lowest));
    PrimaryKeyValue end = backward ? lowest : highest;
    range.setExclusiveEndPrimaryKey(
        to == null ? KeyJson.all(schema, end) : bound(to, schema, backward ? highest : lowest));
    range.setMaxVersions(1);
    range.setMaxCount(limit);
    if (columns != null) {
      range.addColumnsToGet(columns);
      range.addColumnsToGet(schema.key().get(0).name());
    }
    Iterator<Row> rows = tablestore.client().createRangeIterator(range);
    RowText.print(rows, schema, format, out());
  }

  private PrimaryKey bound(String json, RowSchema schema, PrimaryKeyValue filler) {
    return json == null
        ? KeyJson.all(schema, filler)
        : parse(() -> KeyJson.parsePrefix(json, schema, filler));
  }

  @Override
  String table() {
    return table.name;
  }
}
