package io.millrace.local.server.operation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.log.StreamInfo;
import io.millrace.local.engine.row.Capacity;
import io.millrace.protocol.error.Limits;
import io.millrace.protocol.error.StreamErrors;
import io.millrace.protocol.wire.DescribeStreamRequest;
import io.millrace.protocol.wire.DescribeStreamResponse;
import io.millrace.protocol.wire.GetShardIteratorRequest;
import io.millrace.protocol.wire.GetShardIteratorResponse;
import io.millrace.protocol.wire.GetStreamRecordRequest;
import io.millrace.protocol.wire.GetStreamRecordResponse;
import io.millrace.protocol.wire.ListStreamRequest;
import io.millrace.protocol.wire.ListStreamResponse;
import io.millrace.protocol.wire.StreamShard;
import io.millrace.protocol.wire.StreamStatus;
import java.util.List;

/** ListStream, DescribeStream, GetShardIterator, GetStreamRecord. */
final class StreamOperations {
  private static final int MAX_RECORDS = 5_000;
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  private StreamOperations() {}

  static byte[] list(OperationCall call) throws InvalidProtocolBufferException {
    ListStreamRequest request = ListStreamRequest.parseFrom(call.body());
    String table = request.getTableName();
    ListStreamResponse.Builder response = ListStreamResponse.newBuilder();
    for (StreamInfo stream : call.instance().streams(table.isEmpty() ? null : table)) {
      response.addStreams(
          io.millrace.protocol.wire.StreamInfo.newBuilder()
              .setStreamId(stream.streamId())
              .setTableName(stream.table())
              .setCreationTime(stream.creationMicros()));
    }
    return response.build().toByteArray();
  }

  static byte[] describe(OperationCall call) throws InvalidProtocolBufferException {
    DescribeStreamRequest request = DescribeStreamRequest.parseFrom(call.body());
    StreamInfo stream = call.instance().stream(request.getStreamId());
    DescribeStreamResponse.Builder response =
        DescribeStreamResponse.newBuilder()
            .setStreamId(stream.streamId())
            .setExpirationTime(stream.retentionHours())
            .setTableName(stream.table())
            .setCreationTime(stream.creationMicros())
            .setStreamStatus(StreamStatus.STREAM_ACTIVE);
    addShards(response, request, call.instance().shards(stream.streamId()));
    return response.build().toByteArray();
  }

  private static void addShards(
      DescribeStreamResponse.Builder response, DescribeStreamRequest request, List<Shard> shards) {
    int limit = request.hasShardLimit() ? request.getShardLimit() : Integer.MAX_VALUE;
    boolean started = !request.hasInclusiveStartShardId();
    for (Shard shard : shards) {
      started |= shard.id().equals(request.getInclusiveStartShardId());
      if (!started) {
        continue;
      }
      if (response.getShardsCount() >= limit) {
        response.setNextShardId(shard.id());
        return;
      }
      response.addShards(encode(shard));
    }
  }

  private static StreamShard encode(Shard shard) {
    StreamShard.Builder encoded = StreamShard.newBuilder().setShardId(shard.id());
    if (shard.parentId() != null) {
      encoded.setParentId(shard.parentId());
    }
    if (shard.parentSiblingId() != null) {
      encoded.setParentSiblingId(shard.parentSiblingId());
    }
    return encoded.build();
  }

  static byte[] iterator(OperationCall call) throws InvalidProtocolBufferException {
    GetShardIteratorRequest request = GetShardIteratorRequest.parseFrom(call.body());
    Shard shard = call.instance().shard(request.getStreamId(), request.getShardId());
    long position = Math.max(shard.startPosition(), request.getTimestamp());
    ShardIterator iterator = new ShardIterator(request.getStreamId(), shard.id(), position);
    return GetShardIteratorResponse.newBuilder()
        .setShardIterator(iterator.text())
        .build()
        .toByteArray();
  }

  static byte[] records(OperationCall call) throws InvalidProtocolBufferException {
    GetStreamRecordRequest request = GetStreamRecordRequest.parseFrom(call.body());
    ShardIterator iterator =
        ShardIterator.parse(request.getShardIterator())
            .orElseThrow(() -> StreamErrors.invalidShardIterator(request.getShardIterator()));
    if (call.instance().stream(iterator.streamId()).table().length()
        > Limits.STREAM_TABLE_NAME_LENGTH) {
      throw StreamErrors.invalidStreamId(iterator.streamId());
    }
    int limit = request.getLimit() > 0 ? Math.min(request.getLimit(), MAX_RECORDS) : MAX_RECORDS;
    LogPage page =
        call.instance()
            .readLog(
                iterator.streamId(), iterator.shardId(), iterator.position(), limit, MAX_BYTES);
    GetStreamRecordResponse.Builder rest =
        GetStreamRecordResponse.newBuilder()
            .setConsumed(Consumption.of(Capacity.ofRead(page.bytes())))
            .setMayMoreRecord(page.records() > 0);
    if (!page.drained()) {
      rest.setNextShardIterator(iterator.at(page.nextPosition()).text());
    }
    return Replies.withRecords(page.chunks(), rest.build());
  }
}
