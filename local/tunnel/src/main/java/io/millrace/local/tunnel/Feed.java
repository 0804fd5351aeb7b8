package io.millrace.local.tunnel;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.Instance;
import io.millrace.local.engine.log.BasePage;
import io.millrace.local.engine.log.LogPage;
import io.millrace.local.engine.log.Shard;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.TableDescription;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceException;
import java.util.List;
import java.util.Optional;

/** The table that a tunnel follows, as it is now. */
final class Feed {

  /** The engine cuts a page at whichever comes first. */
  static final int PAGE_RECORDS = 2_000;

  static final int PAGE_BYTES = 1 << 20;

  private static final long MICROS_PER_HOUR = 3_600_000_000L;

  private final Instance instance;
  private final TunnelHead head;
  private final Optional<StreamDetails> stream;

  private Feed(Instance instance, TunnelHead head, Optional<StreamDetails> stream) {
    this.instance = instance;
    this.head = head;
    this.stream = stream;
  }

  /** The feed of a tunnel, or nothing if its table is gone. */
  static Optional<Feed> of(Engine engine, TunnelHead head) {
    try {
      Instance instance = engine.instance(head.instance());
      TableDescription table = instance.describeTable(head.table());
      return table.tableId() == head.tableId()
          ? Optional.of(new Feed(instance, head, table.stream()))
          : Optional.empty();
    } catch (ServiceException e) {
      if (e.is(ErrorCode.OBJECT_NOT_EXIST) || e.is(ErrorCode.AUTH_FAILED)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Whether the stream that the tunnel followed was turned off. */
  boolean streamIsLost() {
    return head.type().hasStream()
        && stream.filter(details -> details.streamId().equals(head.streamId())).isEmpty();
  }

  long retentionMicros() {
    return stream.map(details -> details.options().retentionHours() * MICROS_PER_HOUR).orElse(0L);
  }

  List<Shard> shards() {
    return instance.shards(head.streamId());
  }

  /** Changes of a shard, at most {@code records} of them. */
  LogPage changes(String shardId, long position, int records) {
    return instance.readLog(head.streamId(), shardId, position, records, PAGE_BYTES);
  }

  /** Rows of a channel of rows. */
  BasePage rows(ChannelSpec channel, BaseToken from) {
    return instance.readBase(
        head.table(),
        channel.range(),
        from.isStart() ? null : from.position(),
        PAGE_RECORDS,
        PAGE_BYTES);
  }
}
