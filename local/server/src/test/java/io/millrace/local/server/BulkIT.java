package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.BulkExportRequest;
import com.alicloud.openservices.tablestore.model.BulkExportResponse;
import com.alicloud.openservices.tablestore.model.BulkImportRequest;
import com.alicloud.openservices.tablestore.model.BulkImportResponse;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.ComputeSplitsBySizeRequest;
import com.alicloud.openservices.tablestore.model.ComputeSplitsBySizeResponse;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DataBlockType;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SimpleRowMatrixBlockParser;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.tunnel.BulkExportQueryCriteria;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BulkIT {
  @RegisterExtension static final SdkServer ots = new SdkServer();

  @BeforeEach
  void createTable() {
    TableMeta meta = SdkServer.meta("t");
    meta.addDefinedColumn("defined", DefinedColumnType.INTEGER);
    ots.sync().createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
  }

  @Test
  void importsAndExportsRows() {
    BulkImportRequest request = new BulkImportRequest("t");
    for (int i = 0; i < 100; i++) {
      RowPutChange put = new RowPutChange("t", key("a", i));
      put.addColumn("x", ColumnValue.fromLong(i));
      if (i % 2 == 0) {
        put.addColumn("y", ColumnValue.fromString("even"));
      }
      request.addRowChange(put);
    }
    BulkImportResponse imported = ots.sync().bulkImport(request);
    assertThat(imported.isAllSucceed()).isTrue();
    assertThat(imported.getRowResults()).hasSize(100);

    BulkExportResponse page = export("y", "x", "sk");
    assertThat(page.getNextStartPrimaryKey()).isNull();
    assertThat(page.getConsumedCapacity().getCapacityUnit().getReadCapacityUnit()).isZero();
    assertThat(page.getConsumedCapacity().getCapacityDataSize().getReadCapacityDataSize())
        .isPositive();
    SimpleRowMatrixBlockParser rows = new SimpleRowMatrixBlockParser(page.getRows());
    assertThat(rows.parseFieldNames()).containsExactly("sk", "x", "y");
    List<Long> seen = new ArrayList<>();
    assertThat(rows.getRowCount()).isEqualTo(100);
    while (rows.hasNext()) {
      rows.next();
      long sk = rows.getLong(0);
      assertThat(rows.getLong(1)).isEqualTo(sk);
      assertThat(rows.isNull(2)).isEqualTo(sk % 2 != 0);
      seen.add(sk);
    }
    assertThat(seen).hasSize(100).isSorted();
  }

  /** The client sends a set, and these two names in the wrong order. */
  @Test
  void columnsComeByName() {
    SimpleRowMatrixBlockParser rows =
        new SimpleRowMatrixBlockParser(export("DC1", "DC2", "sk", "pk").getRows());
    assertThat(rows.parseFieldNames()).containsExactly("pk", "sk", "DC1", "DC2");
  }

  @Test
  void anEmptyRangeIsABlockWithoutRows() {
    SimpleRowMatrixBlockParser rows = new SimpleRowMatrixBlockParser(export("x").getRows());
    assertThat(rows.hasNext()).isFalse();
    assertThat(rows.getRowCount()).isZero();
  }

  @Test
  void aValueThatDoesNotFitItsDefinedColumnFailsItsRow() {
    BulkImportRequest request = new BulkImportRequest("t");
    RowPutChange wrong = new RowPutChange("t", key("a", 1));
    wrong.addColumn("defined", ColumnValue.fromBinary(new byte[] {1}));
    RowPutChange right = new RowPutChange("t", key("a", 2));
    right.addColumn("defined", ColumnValue.fromLong(1));
    request.addRowChange(wrong);
    request.addRowChange(right);
    BulkImportResponse response = ots.sync().bulkImport(request);
    assertThat(response.getRowResults().get(0).getError().getMessage())
        .isEqualTo("Invalid column type for column defined expect VT_INTEGER actual VT_BLOB");
    assertThat(response.getRowResults().get(1).isSucceed()).isTrue();
  }

  @Test
  void computesSplitPoints() {
    ComputeSplitsBySizeRequest request = new ComputeSplitsBySizeRequest();
    request.setTableName("t");
    request.setSplitSizeIn100MB(1);
    ComputeSplitsBySizeResponse response = ots.sync().computeSplitsBySize(request);
    assertThat(response.getSplits()).hasSize(1);
    assertThat(response.getConsumedCapacity().getCapacityUnit().getReadCapacityUnit()).isEqualTo(1);
    assertThat(response.getPrimaryKeySchema()).hasSize(2);
    assertThat(response.getSplits().get(0).getLocation()).isEmpty();

    request.setSplitSizeInByte(0, 1 << 20);
    assertRefused(
        () -> ots.sync().computeSplitsBySize(request),
        400,
        "OTSParameterInvalid",
        "The split_size should be greater than 0.");
  }

  private static BulkExportResponse export(String... columns) {
    BulkExportQueryCriteria criteria = new BulkExportQueryCriteria("t");
    criteria.setInclusiveStartPrimaryKey(end(PrimaryKeyValue.INF_MIN));
    criteria.setExclusiveEndPrimaryKey(end(PrimaryKeyValue.INF_MAX));
    criteria.addColumnsToGet(columns);
    criteria.setDataBlockType(DataBlockType.DBT_SIMPLE_ROW_MATRIX);
    BulkExportRequest request = new BulkExportRequest();
    request.setBulkExportQueryCriteria(criteria);
    return ots.sync().bulkExport(request);
  }

  private static PrimaryKey end(PrimaryKeyValue value) {
    return PrimaryKeyBuilder.createPrimaryKeyBuilder()
        .addPrimaryKeyColumn("pk", value)
        .addPrimaryKeyColumn("sk", value)
        .build();
  }
}
