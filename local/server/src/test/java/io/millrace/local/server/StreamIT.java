package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.DescribeStreamRequest;
import com.alicloud.openservices.tablestore.model.DescribeStreamResponse;
import com.alicloud.openservices.tablestore.model.GetShardIteratorRequest;
import com.alicloud.openservices.tablestore.model.GetStreamRecordRequest;
import com.alicloud.openservices.tablestore.model.GetStreamRecordResponse;
import com.alicloud.openservices.tablestore.model.ListStreamRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.Stream;
import com.alicloud.openservices.tablestore.model.StreamRecord;
import com.alicloud.openservices.tablestore.model.StreamShard;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamIT {
  @RegisterExtension static final SdkServer ots = new SdkServer(3);

  private String streamId;

  @BeforeEach
  void createTable() {
    ots.createTableWithStream("t");
    streamId = ots.sync().listStream(new ListStreamRequest("t")).getStreams().get(0).getStreamId();
  }

  @Test
  void listsTheStreamsOfATableOrOfAll() {
    ots.createTableWithStream("u");
    ots.createTable("without");
    assertThat(ots.sync().listStream(new ListStreamRequest("t")).getStreams())
        .extracting(Stream::getTableName)
        .containsExactly("t");
    assertThat(ots.sync().listStream(new ListStreamRequest("without")).getStreams()).isEmpty();
    assertThat(ots.sync().listStream(new ListStreamRequest()).getStreams())
        .extracting(Stream::getTableName)
        .containsExactlyInAnyOrder("t", "u");
  }

  @Test
  void describesTheShardsPageByPage() {
    DescribeStreamResponse all = ots.sync().describeStream(new DescribeStreamRequest(streamId));
    assertThat(all.getShards()).hasSize(3);
    assertThat(all.getTableName()).isEqualTo("t");
    assertThat(all.getExpirationTime()).isEqualTo(24);

    List<String> paged = new ArrayList<>();
    String next = null;
    do {
      DescribeStreamRequest request = new DescribeStreamRequest(streamId);
      request.setShardLimit(2);
      if (next != null) {
        request.setInclusiveStartShardId(next);
      }
      DescribeStreamResponse page = ots.sync().describeStream(request);
      assertThat(page.getShards().size()).isBetween(1, 2);
      page.getShards().forEach(shard -> paged.add(shard.getShardId()));
      next = page.getNextShardId();
    } while (next != null);
    assertThat(paged)
        .containsExactlyElementsOf(all.getShards().stream().map(StreamShard::getShardId).toList());
  }

  @Test
  void readsEveryChangeOnceByAnyLimit() {
    for (int i = 0; i < 50; i++) {
      put(i);
    }
    for (int limit : new int[] {1, 7, 1000}) {
      Set<String> seen = new HashSet<>();
      for (StreamShard shard : shards()) {
        String iterator =
            ots.sync()
                .getShardIterator(new GetShardIteratorRequest(streamId, shard.getShardId()))
                .getShardIterator();
        GetStreamRecordResponse page;
        do {
          GetStreamRecordRequest request = new GetStreamRecordRequest(iterator);
          request.setLimit(limit);
          page = ots.sync().getStreamRecord(request);
          assertThat(page.getRecords().size()).isLessThanOrEqualTo(limit);
          for (StreamRecord record : page.getRecords()) {
            assertThat(seen.add(record.getPrimaryKey().toString())).isTrue();
          }
          iterator = page.getNextShardIterator();
          assertThat(iterator).isNotNull();
        } while (!page.getRecords().isEmpty());
      }
      assertThat(seen).hasSize(50);
    }
  }

  @Test
  void beginsAtATime() {
    put(1);
    List<StreamRecord> first = readFrom(0);
    assertThat(first).hasSize(1);
    long after = first.get(0).getSequenceInfo().getTimestamp() + 1;
    put(2);
    List<StreamRecord> later = readFrom(after);
    assertThat(later).extracting(record -> record.getPrimaryKey()).containsExactly(key("a", 2));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertRefused(
        () -> ots.sync().getStreamRecord(new GetStreamRecordRequest("nonsense")),
        400,
        "OTSParameterInvalid",
        "Invalid shard iterator: 'nonsense'.");
    assertRefused(
        () -> ots.sync().describeStream(new DescribeStreamRequest("none")),
        404,
        "OTSObjectNotExist",
        "Requested stream does not exist.");
  }

  private List<StreamRecord> readFrom(long micros) {
    List<StreamRecord> records = new ArrayList<>();
    for (StreamShard shard : shards()) {
      GetShardIteratorRequest request = new GetShardIteratorRequest(streamId, shard.getShardId());
      if (micros > 0) {
        request.setTimestamp(micros);
      }
      String iterator = ots.sync().getShardIterator(request).getShardIterator();
      records.addAll(ots.sync().getStreamRecord(new GetStreamRecordRequest(iterator)).getRecords());
    }
    return records;
  }

  private List<StreamShard> shards() {
    return ots.sync().describeStream(new DescribeStreamRequest(streamId)).getShards();
  }

  private static void put(long sk) {
    RowPutChange put = new RowPutChange("t", key("a", sk));
    put.addColumn("x", ColumnValue.fromLong(sk));
    ots.sync().putRow(new PutRowRequest(put));
  }
}
