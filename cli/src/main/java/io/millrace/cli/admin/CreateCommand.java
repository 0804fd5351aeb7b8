package io.millrace.cli.admin;

import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = "Create a table.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  millrace admin create -t OrderSource --pk 'UserId:string,OrderId:string'",
      "  millrace admin create -t uploads --pk 'uid:string,pid:integer:auto' --ttl 864000",
      "  millrace admin create -t OrderSource \\",
      "      --pk '[{\"c\":\"UserId\",\"t\":\"string\"},{\"c\":\"OrderId\",\"t\":\"string\"}]'"
    })
final class CreateCommand extends InstanceCommand {
  @Mixin private TableOption table;

  @Option(
      names = {"-p", "--pk"},
      required = true,
      paramLabel = "KEY",
      description =
          "Its 1 to 4 key columns in order, as name:type,... or as the vendor's JSON. Types: string,"
              + " integer, binary. The option auto lets the service count an integer up.")
  private String pk;

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      defaultValue = "-1",
      description = "How long cells live. Without: -1, for ever.")
  private int ttl;

  @Option(
      names = "--version",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many versions of a cell are kept. Without: 1.")
  private int maxVersions;

  @Option(
      names = "--deviation",
      paramLabel = "SECONDS",
      defaultValue = "86400",
      description =
          "How far a given cell time may be from the service's clock. Without: 86400, one day.")
  private long deviation;

  @Option(
      names = "--stream",
      paramLabel = "HOURS",
      description =
          "Keep the changes of the table that long, at most 168. Without: a tunnel that needs them"
              + " turns them on.")
  private Integer stream;

  @Option(
      names = "--read_cu",
      paramLabel = "N",
      defaultValue = "0",
      description = "Reserved read capacity units. Without: 0.")
  private int readUnits;

  @Option(
      names = "--write_cu",
      paramLabel = "N",
      defaultValue = "0",
      description = "Reserved write capacity units. Without: 0.")
  private int writeUnits;

  @Override
  void run(Tablestore tablestore) {
    List<PrimaryKeySchema> key = parse(() -> KeyDefinition.parse(pk));
    TableMeta meta = new TableMeta(table.name);
    meta.addPrimaryKeyColumns(key);
    if (ttl != -1) {
      checkRange("--ttl", ttl, 1, Integer.MAX_VALUE);
    }
    checkRange("--version", maxVersions, 1, Integer.MAX_VALUE);
    checkRange("--deviation", deviation, 1, Long.MAX_VALUE);
    TableOptions options = new TableOptions(ttl, maxVersions, deviation);
    CreateTableRequest request =
        new CreateTableRequest(
            meta, options, new ReservedThroughput(new CapacityUnit(readUnits, writeUnits)));
    if (stream != null) {
      checkRange("--stream", stream, 1, 168);
      request.setStreamSpecification(new StreamSpecification(true, stream));
    }
    tablestore.client().createTable(request);
    say("Table '" + table.name + "' created in " + tablestore.connection() + ".");
  }

  @Override
  String table() {
    return table == null ? null : table.name;
  }
}
