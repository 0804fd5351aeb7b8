package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.AddDefinedColumnRequest;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateIndexRequest;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DefinedColumnType;
import com.alicloud.openservices.tablestore.model.DeleteDefinedColumnRequest;
import com.alicloud.openservices.tablestore.model.DeleteIndexRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableResponse;
import com.alicloud.openservices.tablestore.model.Direction;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.IndexMeta;
import com.alicloud.openservices.tablestore.model.IndexType;
import com.alicloud.openservices.tablestore.model.IndexUpdateMode;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.TableMeta;
import com.alicloud.openservices.tablestore.model.TableOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IndexIT {
  @RegisterExtension static final SdkServer ots = new SdkServer();

  @BeforeEach
  void createTable() {
    TableMeta meta = SdkServer.meta("t");
    meta.addDefinedColumn("city", DefinedColumnType.STRING);
    meta.addDefinedColumn("price", DefinedColumnType.DOUBLE);
    ots.sync().createTable(new CreateTableRequest(meta, new TableOptions(-1, 1)));
    put("a", 1, "Rome", 2.5);
    put("b", 2, "Oslo", 3.5);
  }

  @Test
  void anIndexIsReadLikeATable() {
    ots.sync().createIndex(new CreateIndexRequest("t", byCity(), true));
    put("c", 3, "Lima", 1.5);

    List<Row> rows = readIndex();
    assertThat(rows)
        .extracting(row -> row.getPrimaryKey().getPrimaryKeyColumn("city").getValue().asString())
        .containsExactly("Lima", "Oslo", "Rome");
    assertThat(rows.get(0).getPrimaryKey().getPrimaryKeyColumn("pk").getValue().asString())
        .isEqualTo("c");
    assertThat(rows.get(0).getLatestColumn("price").getValue().asDouble()).isEqualTo(1.5);

    DescribeTableResponse table = ots.sync().describeTable(new DescribeTableRequest("t"));
    assertThat(table.getIndexMeta()).hasSize(1);
    IndexMeta index = table.getIndexMeta().get(0);
    assertThat(index.getIndexName()).isEqualTo("byCity");
    assertThat(index.getPrimaryKeyList()).containsExactly("city");
    assertThat(index.getDefinedColumnsList()).containsExactly("price");
    assertThat(index.getIndexType()).isEqualTo(IndexType.IT_GLOBAL_INDEX);

    ots.sync().deleteIndex(new DeleteIndexRequest("t", "byCity"));
    assertThat(ots.sync().describeTable(new DescribeTableRequest("t")).getIndexMeta()).isEmpty();
  }

  @Test
  void aTableCanBeMadeWithItsIndexes() {
    TableMeta meta = SdkServer.meta("u");
    meta.addDefinedColumn("city", DefinedColumnType.STRING);
    meta.addDefinedColumn("price", DefinedColumnType.DOUBLE);
    ots.sync()
        .createTable(new CreateTableRequest(meta, new TableOptions(-1, 1), List.of(byCity())));
    assertThat(ots.sync().describeTable(new DescribeTableRequest("u")).getIndexMeta()).hasSize(1);
  }

  @Test
  void definedColumnsComeAndGo() {
    AddDefinedColumnRequest add = new AddDefinedColumnRequest();
    add.setTableName("t");
    add.addDefinedColumn("added", DefinedColumnType.INTEGER);
    ots.sync().addDefinedColumn(add);
    assertThat(definedColumns()).containsExactly("city", "price", "added");
    DeleteDefinedColumnRequest delete = new DeleteDefinedColumnRequest();
    delete.setTableName("t");
    delete.addDefinedColumn("price");
    ots.sync().deleteDefinedColumn(delete);
    assertThat(definedColumns()).containsExactly("city", "added");
  }

  private static List<String> definedColumns() {
    return ots
        .sync()
        .describeTable(new DescribeTableRequest("t"))
        .getTableMeta()
        .getDefinedColumnsList()
        .stream()
        .map(column -> column.getName())
        .toList();
  }

  private static IndexMeta byCity() {
    IndexMeta index = new IndexMeta("byCity");
    index.addPrimaryKeyColumn("city");
    index.addDefinedColumn("price");
    index.setIndexType(IndexType.IT_GLOBAL_INDEX);
    index.setIndexUpdateMode(IndexUpdateMode.IUM_ASYNC_INDEX);
    return index;
  }

  private static List<Row> readIndex() {
    RangeRowQueryCriteria criteria = new RangeRowQueryCriteria("byCity");
    criteria.setDirection(Direction.FORWARD);
    criteria.setMaxVersions(1);
    PrimaryKeyBuilder start = PrimaryKeyBuilder.createPrimaryKeyBuilder();
    PrimaryKeyBuilder end = PrimaryKeyBuilder.createPrimaryKeyBuilder();
    for (String column : List.of("city", "pk", "sk")) {
      start.addPrimaryKeyColumn(column, PrimaryKeyValue.INF_MIN);
      end.addPrimaryKeyColumn(column, PrimaryKeyValue.INF_MAX);
    }
    criteria.setInclusiveStartPrimaryKey(start.build());
    criteria.setExclusiveEndPrimaryKey(end.build());
    return ots.sync().getRange(new GetRangeRequest(criteria)).getRows();
  }

  private static void put(String pk, long sk, String city, double price) {
    RowPutChange put = new RowPutChange("t", key(pk, sk));
    put.addColumn("city", ColumnValue.fromString(city));
    put.addColumn("price", ColumnValue.fromDouble(price));
    ots.sync().putRow(new PutRowRequest(put));
  }
}
