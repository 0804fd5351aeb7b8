package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static io.millrace.local.server.SdkServer.meta;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.Column;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.CreateTableRequest;
import com.alicloud.openservices.tablestore.model.DeleteRowRequest;
import com.alicloud.openservices.tablestore.model.DescribeStreamRequest;
import com.alicloud.openservices.tablestore.model.DescribeTableRequest;
import com.alicloud.openservices.tablestore.model.GetShardIteratorRequest;
import com.alicloud.openservices.tablestore.model.GetStreamRecordRequest;
import com.alicloud.openservices.tablestore.model.GetStreamRecordResponse;
import com.alicloud.openservices.tablestore.model.ListStreamRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RecordColumn;
import com.alicloud.openservices.tablestore.model.RowDeleteChange;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.RowUpdateChange;
import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.alicloud.openservices.tablestore.model.StreamShard;
import com.alicloud.openservices.tablestore.model.StreamSpecification;
import com.alicloud.openservices.tablestore.model.TableOptions;
import com.alicloud.openservices.tablestore.model.UpdateRowRequest;
import com.alicloud.openservices.tablestore.model.UpdateTableRequest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The form of the records of a stream, and the life of its shards, as the official SDK sees them.
 */
class StreamRulesIT {
  @RegisterExtension static final SdkServer ots = new SdkServer(1);

  @BeforeEach
  void createTable() {
    CreateTableRequest request = new CreateTableRequest(meta("t"), new TableOptions(-1, 3));
    StreamSpecification stream = new StreamSpecification(true, 24);
    stream.addOriginColumnsToGet(new String[] {"x", "gone"});
    request.setStreamSpecification(stream);
    ots.sync().createTable(request);
  }

  @Test
  void namedColumnsComeAsTheyWereBefore() {
    put(1, 10);
    update(1, change -> change.put("x", ColumnValue.fromLong(11)));
    update(1, change -> change.put("y", ColumnValue.fromLong(5)));
    put(1, 12);
    delete(1);
    delete(1);
    List<StreamRecord> records = records();
    assertThat(records)
        .extracting(StreamRecord::getRecordType)
        .containsExactly(
            StreamRecord.RecordType.PUT,
            StreamRecord.RecordType.UPDATE,
            StreamRecord.RecordType.UPDATE,
            StreamRecord.RecordType.PUT,
            StreamRecord.RecordType.DELETE,
            StreamRecord.RecordType.DELETE);
    assertThat(records.get(0).getOriginColumns()).isEmpty();
    assertThat(origin(records.get(1))).containsExactly("x=10");
    assertThat(origin(records.get(2))).containsExactly("x=11");
    assertThat(origin(records.get(3))).containsExactly("x=11");
    assertThat(origin(records.get(4))).containsExactly("x=12");
    assertThat(records.get(5).getOriginColumns()).isEmpty();
    assertThat(records).allSatisfy(r -> assertThat(r.getPrimaryKey()).isEqualTo(key("a", 1)));
    assertThat(records.get(4).getColumns()).isEmpty();
    assertThat(
            ots.sync()
                .describeTable(new DescribeTableRequest("t"))
                .getStreamDetails()
                .getOriginColumnsToGet())
        .containsExactlyInAnyOrder("x", "gone");
  }

  @Test
  void cellsComeAsTheyWereWritten() {
    put(1, 10);
    long now = records().get(0).getColumns().get(0).getColumn().getTimestamp();
    update(
        1,
        change -> {
          change.put(new Column("y", ColumnValue.fromString("text"), now));
          change.increment(new Column("x", ColumnValue.fromLong(5)));
          change.deleteColumn("one", now - 1);
          change.deleteColumns("all");
        });
    List<RecordColumn> columns = records().get(1).getColumns();
    assertThat(columns)
        .extracting(column -> column.getColumn().getName() + " " + column.getColumnType())
        .containsExactlyInAnyOrder(
            "y PUT", "x PUT", "one DELETE_ONE_VERSION", "all DELETE_ALL_VERSION");
    assertThat(column(columns, "y").getTimestamp()).isEqualTo(now);
    assertThat(column(columns, "x").getValue().asLong()).isEqualTo(15);
    assertThat(column(columns, "x").getTimestamp()).isGreaterThanOrEqualTo(now);
    assertThat(column(columns, "one").getTimestamp()).isEqualTo(now - 1);
  }

  @Test
  void closedShardEndsAndItsChildrenGoOn() throws Exception {
    put(1, 1);
    String parent = shards().get(0).getShardId();
    List<String> children = admin("split", "{\"shard\":\"" + parent + "\"}");
    put(1, 2);
    GetStreamRecordResponse last = read(iterator(parent, 0));
    assertThat(last.getRecords()).hasSize(1);
    if (last.getNextShardIterator() != null) {
      last = read(last.getNextShardIterator());
      assertThat(last.getRecords()).isEmpty();
    }
    assertThat(last.getNextShardIterator()).isNull();
    assertThat(shards())
        .filteredOn(shard -> children.contains(shard.getShardId()))
        .hasSize(2)
        .allSatisfy(shard -> assertThat(shard.getParentId()).isEqualTo(parent));

    List<String> merged =
        admin("merge", "{\"shards\":[\"" + String.join("\",\"", children) + "\"]}");
    put(1, 3);
    StreamShard child =
        shards().stream()
            .filter(shard -> merged.contains(shard.getShardId()))
            .findFirst()
            .orElseThrow();
    assertThat(List.of(child.getParentId(), child.getParentSiblingId()))
        .containsExactlyInAnyOrderElementsOf(children);
    List<Long> values = new ArrayList<>();
    for (StreamShard shard : shards()) { // Parents before children.
      for (StreamRecord record : read(iterator(shard.getShardId(), 0)).getRecords()) {
        values.add(record.getColumns().get(0).getColumn().getValue().asLong());
      }
    }
    assertThat(values).containsExactly(1L, 2L, 3L);
  }

  @Test
  void changesThatAreTooOldAreAnErrorAndAnIteratorOfNowBeginsAfterThem() {
    put(1, 1);
    String shard = shards().get(0).getShardId();
    String old = iterator(shard, 0);
    ots.server().advanceClock(Duration.ofHours(25));
    put(1, 2);
    assertRefused(
        () -> read(old),
        400,
        "OTSTrimmedDataAccess",
        "Requested stream data is already trimmed or does not exist.");
    assertThat(read(iterator(shard, 0)).getRecords()).hasSize(1);
  }

  @Test
  void iteratorOfATimeToComeWaitsForIt() {
    put(1, 1);
    String shard = shards().get(0).getShardId();
    long seen = records().get(0).getSequenceInfo().getTimestamp();
    String later = iterator(shard, seen + Duration.ofHours(1).toNanos() / 1_000);
    put(1, 2);
    assertThat(read(later).getRecords()).isEmpty();
    ots.server().advanceClock(Duration.ofHours(2));
    put(1, 3);
    assertThat(read(later).getRecords()).hasSize(1);
  }

  @Test
  void streamThatWasTurnedOffIsGoneAndOneTurnedOnIsAnother() {
    put(1, 1);
    String before = streamId();
    String iterator = iterator(shards().get(0).getShardId(), 0);
    turn(new StreamSpecification(false));
    assertThat(ots.sync().listStream(new ListStreamRequest("t")).getStreams()).isEmpty();
    assertGone(() -> ots.sync().describeStream(new DescribeStreamRequest(before)));
    assertGone(() -> read(iterator));
    turn(new StreamSpecification(true, 1));
    assertThat(streamId()).isNotEqualTo(before);
    assertGone(() -> read(iterator));
    assertThat(records()).isEmpty();
  }

  @Test
  void streamOfATableOfTooLongANameIsNotRead() {
    for (int length : new int[] {238, 239}) {
      String name = "n".repeat(length);
      ots.createTableWithStream(name);
      String stream =
          ots.sync().listStream(new ListStreamRequest(name)).getStreams().get(0).getStreamId();
      String shard =
          ots.sync()
              .describeStream(new DescribeStreamRequest(stream))
              .getShards()
              .get(0)
              .getShardId();
      String iterator =
          ots.sync()
              .getShardIterator(new GetShardIteratorRequest(stream, shard))
              .getShardIterator();
      if (length == 238) {
        assertThat(read(iterator).getRecords()).isEmpty();
      } else {
        assertRefused(
            () -> read(iterator),
            400,
            "OTSParameterInvalid",
            "Invalid stream id: '" + stream + "'.");
      }
    }
  }

  @Test
  void unknownShardIsRefused() {
    String stream = streamId();
    assertGone(() -> ots.sync().getShardIterator(new GetShardIteratorRequest(stream, "none")));
  }

  private static void assertGone(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertRefused(call, 404, "OTSObjectNotExist", "Requested stream does not exist.");
  }

  private static void turn(StreamSpecification stream) {
    UpdateTableRequest request = new UpdateTableRequest("t");
    request.setStreamSpecification(stream);
    ots.sync().updateTable(request);
  }

  private static List<String> origin(StreamRecord record) {
    return record.getOriginColumns().stream()
        .map(column -> column.getColumn().getName() + "=" + column.getColumn().getValue().asLong())
        .toList();
  }

  private static Column column(List<RecordColumn> columns, String name) {
    return columns.stream()
        .map(RecordColumn::getColumn)
        .filter(column -> column.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String streamId() {
    return ots.sync().listStream(new ListStreamRequest("t")).getStreams().get(0).getStreamId();
  }

  private static List<StreamShard> shards() {
    return ots.sync().describeStream(new DescribeStreamRequest(streamId())).getShards();
  }

  private static String iterator(String shard, long micros) {
    GetShardIteratorRequest request = new GetShardIteratorRequest(streamId(), shard);
    if (micros > 0) {
      request.setTimestamp(micros);
    }
    return ots.sync().getShardIterator(request).getShardIterator();
  }

  private static GetStreamRecordResponse read(String iterator) {
    return ots.sync().getStreamRecord(new GetStreamRecordRequest(iterator));
  }

  private static List<StreamRecord> records() {
    return read(iterator(shards().get(0).getShardId(), 0)).getRecords();
  }

  private static void put(long sk, long x) {
    RowPutChange put = new RowPutChange("t", key("a", sk));
    put.addColumn("x", ColumnValue.fromLong(x));
    ots.sync().putRow(new PutRowRequest(put));
  }

  private static void update(long sk, Consumer<RowUpdateChange> what) {
    RowUpdateChange change = new RowUpdateChange("t", key("a", sk));
    what.accept(change);
    ots.sync().updateRow(new UpdateRowRequest(change));
  }

  private static void delete(long sk) {
    ots.sync().deleteRow(new DeleteRowRequest(new RowDeleteChange("t", key("a", sk))));
  }

  /** Splits or merges and returns the ids of the new shards. */
  private static List<String> admin(String what, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    ots.server().endpoint()
                        + "/_millrace/instances/"
                        + ots.instance()
                        + "/tables/t/"
                        + what))
            .POST(BodyPublishers.ofString(body))
            .build();
    JsonNode shards =
        new ObjectMapper()
            .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
            .path("shards");
    List<String> ids = new ArrayList<>();
    shards.forEach(shard -> ids.add(shard.path("id").asText()));
    return ids;
  }
}
