package io.millrace.local.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.local.engine.log.Chunk;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.row.WriteType;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.GetStreamRecordResponse;
import io.millrace.protocol.wire.StreamRecord;
import java.util.ArrayList;
import java.util.List;

/** Reads and decodes the change log of a table as a client would. */
final class Changes {

  /** One decoded record. */
  record Change(WriteType type, Row row, Row origin) {
    long stamp() {
      return row.sequenceInfo().orElseThrow().timestampMicros();
    }
  }

  private Changes() {}

  /** Returns all changes of a table, shard by shard, parents before children. */
  static List<Change> of(Instance instance, String table) {
    List<Change> all = new ArrayList<>();
    String stream = instance.streams(table).get(0).streamId();
    for (Shard shard : instance.shards(stream)) {
      all.addAll(of(instance, stream, shard.id(), shard.startPosition()));
    }
    return all;
  }

  /** Returns the changes of one shard from a position on. */
  static List<Change> of(Instance instance, String stream, String shard, long from) {
    List<Change> all = new ArrayList<>();
    long position = from;
    while (true) {
      LogPage page = instance.readLog(stream, shard, position, 7, 1000);
      if (page.records() == 0) {
        return all;
      }
      List<Change> decoded = decode(page.chunks());
      if (decoded.size() != page.records()) {
        throw new AssertionError("a page of " + page.records() + " holds " + decoded.size());
      }
      all.addAll(decoded);
      position = page.nextPosition();
    }
  }

  static List<Change> decode(List<Chunk> chunks) {
    ByteString all = ByteString.EMPTY;
    for (Chunk chunk : chunks) {
      all = all.concat(ByteString.copyFrom(chunk.array(), chunk.offset(), chunk.length()));
    }
    RowCodec codec = new RowCodec();
    try {
      GetStreamRecordResponse.Builder response = GetStreamRecordResponse.newBuilder();
      response.mergeFrom(all);
      List<Change> changes = new ArrayList<>();
      for (StreamRecord record : response.getStreamRecordsList()) {
        changes.add(
            new Change(
                WriteType.valueOf(record.getActionType().name().replace("_ROW", "")),
                codec.decodeRow(record.getRecord()),
                record.hasOriginRecord() ? codec.decodeRow(record.getOriginRecord()) : null));
      }
      return changes;
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("a page is not what travels", e);
    }
  }
}
