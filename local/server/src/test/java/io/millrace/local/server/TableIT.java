package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.CapacityUnit;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DeleteTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.PrimaryKeyOption;
import com.alicloud.openservices.tablestore.model.PrimaryKeySchema;
import com.alicloud.openservices.tablestore.model.PrimaryKeyType;
import com.alicloud.openservices.tablestore.model.ReservedThroughput;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateTableRequest;
import com.alicloud.openservices.tablestore.model.UpdateTableResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableIT {
  @RegisterExtension static final SdkServer ots = new SdkServer();

  @Test
  void aNewTableIsListedAndDescribed() {
    TableMeta meta = new TableMeta("orders");
    meta.addPrimaryKeyColumn("user", PrimaryKeyType.STRING);
    meta.addPrimaryKeyColumn("blob", PrimaryKeyType.BINARY);
    meta.addPrimaryKeyColumn(
        new PrimaryKeySchema("id", PrimaryKeyType.INTEGER, PrimaryKeyOption.AUTO_INCREMENT));
    meta.addDefinedColumn("price", DefinedColumnType.DOUBLE);
    TableOptions options = new TableOptions(86_400, 3, 3_600);
    ots.sync()
        .createTable(
            new CreateTableRequest(meta, options, new ReservedThroughput(new CapacityUnit(0, 0))));

    assertThat(ots.sync().listTable().getTableNames()).containsExactly("orders");
    DescribeTableResponse table = ots.sync().describeTable(new DescribeTableRequest("orders"));
    assertThat(table.getTableMeta().getPrimaryKeyList()).isEqualTo(meta.getPrimaryKeyList());
    assertThat(table.getTableMeta().getDefinedColumnsList())
        .isEqualTo(meta.getDefinedColumnsList());
    assertThat(table.getTableOptions().getTimeToLive()).isEqualTo(86_400);
    assertThat(table.getTableOptions().getMaxVersions()).isEqualTo(3);
    assertThat(table.getTableOptions().getMaxTimeDeviation()).isEqualTo(3_600);
    assertThat(table.getTableOptions().getAllowUpdate()).isTrue();
    assertThat(table.getStreamDetails().isEnableStream()).isFalse();
    assertThat(table.getCreationTime()).isPositive();
    assertThat(table.getReservedThroughputDetails().getCapacityUnit().getReadCapacityUnit())
        .isZero();
  }

  @Test
  void aPromiseOfFullRowsIsKeptAndFixed() {
    TableOptions options = new TableOptions(-1, 1);
    options.setUpdateFullRow(true);
    ots.sync().createTable(new CreateTableRequest(SdkServer.meta("full"), options));
    assertThat(
            ots.sync()
                .describeTable(new DescribeTableRequest("full"))
                .getTableOptions()
                .getUpdateFullRow())
        .isTrue();

    UpdateTableRequest update = new UpdateTableRequest("full");
    update.setTableOptionsForUpdate(options);
    SdkServer.assertRefused(
        () -> ots.sync().updateTable(update),
        400,
        "OTSParameterInvalid",
        "UpdateTable request can not contain updateFullRow.");
  }

  @Test
  void anInstanceWithoutTablesListsNone() {
    assertThat(ots.sync().listTable().getTableNames()).isEmpty();
  }

  @Test
  void updatingATableChangesWhatIsNamedAndKeepsTheRest() {
    ots.createTable("t");
    UpdateTableRequest request = new UpdateTableRequest("t");
    request.setTableOptionsForUpdate(new TableOptions(100_000, 7));
    request.setStreamSpecification(new StreamSpecification(true, 48));

    UpdateTableResponse response = ots.sync().updateTable(request);

    assertThat(response.getTableOptions().getMaxVersions()).isEqualTo(7);
    assertThat(response.getTableOptions().getMaxTimeDeviation()).isEqualTo(86_400);
    assertThat(response.getStreamDetails().isEnableStream()).isTrue();
    assertThat(response.getStreamDetails().getExpirationTime()).isEqualTo(48);
    assertThat(response.getStreamDetails().getStreamId()).isNotBlank();
    DescribeTableResponse table = ots.sync().describeTable(new DescribeTableRequest("t"));
    assertThat(table.getTableOptions().getTimeToLive()).isEqualTo(100_000);
    assertThat(table.getStreamDetails().getStreamId())
        .isEqualTo(response.getStreamDetails().getStreamId());

    UpdateTableRequest off = new UpdateTableRequest("t");
    off.setStreamSpecification(new StreamSpecification(false));
    assertThat(ots.sync().updateTable(off).getStreamDetails().isEnableStream()).isFalse();
  }

  @Test
  void aDeletedTableIsGone() {
    ots.createTable("t");
    ots.sync().deleteTable(new DeleteTableRequest("t"));

    assertThat(ots.sync().listTable().getTableNames()).isEmpty();
    assertRefused(
        () -> ots.sync().describeTable(new DescribeTableRequest("t")),
        404,
        "OTSObjectNotExist",
        "Requested table does not exist.");
  }

  @Test
  void refusesANameThatIsTakenOrUnknown() {
    ots.createTable("t");
    assertRefused(
        () -> ots.createTable("t"),
        409,
        "OTSObjectAlreadyExist",
        "Requested table already exists.");
    assertRefused(
        () -> ots.sync().deleteTable(new DeleteTableRequest("u")),
        404,
        "OTSObjectNotExist",
        "Requested table does not exist.");
    assertRefused(
        () -> ots.createTable("1t"), 400, "OTSParameterInvalid", "Invalid table name: '1t'.");
  }

  @Test
  void instancesDoNotSeeEachOther() {
    ots.createTable("t");
    ots.server().createInstance("other");
    try (var other = new AutoClosingClient(ots.server().endpoint(), "other")) {
      assertThat(other.client().listTable().getTableNames()).isEmpty();
    }
  }

  /** A client to be closed by try. */
  private record AutoClosingClient(com.alicloud.openservices.tablestore.SyncClient client)
      implements AutoCloseable {
    AutoClosingClient(String endpoint, String instance) {
      this(
          new com.alicloud.openservices.tablestore.SyncClient(
              endpoint, "local", "local", instance));
    }

    @Override
    public void close() {
      client.shutdown();
    }
  }
}
