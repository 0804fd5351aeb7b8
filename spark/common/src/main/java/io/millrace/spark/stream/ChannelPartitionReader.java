package io.millrace.spark.stream;

import io.millrace.protocol.wire.ActionType;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.metrics.TaskCount;
import io.millrace.spark.metrics.TypeMismatchCount;
import io.millrace.spark.row.Mismatches;
import io.millrace.spark.row.RowDecoder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.read.PartitionReader;

/**
 * Gives the rows of one channel in one batch. If the batch was read before, they are those of its
 * claim; else it reads as far as the batch may go, claims that, and only then gives the first row.
 */
final class ChannelPartitionReader implements PartitionReader<InternalRow> {

  /** Pages a task keeps while it looks for the end of its batch; beyond, it reads twice. */
  private static final long MAX_KEPT_BYTES = 64L << 20;

  private final ChannelPartition partition;
  private final boolean ignoresDeletes;
  private long since;
  private final SharedClients clients;
  private final ClaimStore claims;
  private final PageReader pages;
  private final Mismatches mismatches;
  private final RowDecoder decoder;
  private final TaskReads reads;
  private ChannelRecords records;
  private InternalRow row;

  ChannelPartitionReader(StreamTask task, ChannelPartition partition) {
    this.partition = partition;
    reads = new TaskReads(task.counts());
    since = task.since();
    ignoresDeletes = task.settings().ignoresDeletes();
    clients = SharedClients.open(task.connection());
    claims = task.claims().open();
    pages =
        new PageReader(
            clients.wire(),
            RetryLoop.lasting(task.settings().retryTime()),
            task.source(),
            task.settings().clientId(),
            partition.channel(),
            PageCache.SHARED,
            reads,
            task.settings().failsOnDataLoss());
    mismatches = Mismatches.ofTask(task.settings().mismatch());
    decoder = new RowDecoder(task.source().table(), task.schema(), mismatches);
  }

  @Override
  public boolean next() {
    if (records == null) {
      records = open();
    }
    do {
      if (!records.next()) {
        return false;
      }
    } while (isPassedOver());
    decoder.start(records.bytes(), records.offset(), records.length());
    row = decoder.next(records.action());
    return true;
  }

  private boolean isPassedOver() {
    if (since > 0 && records.time() < since) {
      return true;
    }
    // The records of a channel come in the order of their times.
    since = 0;
    return ignoresDeletes && records.action() == ActionType.DELETE_ROW;
  }

  private ChannelRecords open() {
    long sequence = partition.sequence();
    String channel = partition.channel();
    Queue<ChannelWindow.Kept> kept = new ArrayDeque<>();
    Optional<Claim> found = claims.find(sequence, channel);
    Claim claim;
    if (found.isPresent()) {
      claim = found.get();
    } else {
      ChannelWindow window =
          new ChannelWindow(
              pages,
              partition.from(),
              partition.maxRows(),
              partition.maxBytes(),
              partition.until(),
              MAX_KEPT_BYTES);
      claim = claims.claim(sequence, channel, window.read());
      kept = window.pages();
    }
    claim = claim.startingAt(partition.from(), claims.place(sequence, channel));
    return new ChannelRecords(pages, claim, kept);
  }

  @Override
  public InternalRow get() {
    return row;
  }

  @Override
  public CustomTaskMetric[] currentMetricsValues() {
    CustomTaskMetric[] counted = reads.values();
    CustomTaskMetric[] all = Arrays.copyOf(counted, counted.length + 1);
    all[counted.length] = new TaskCount(TypeMismatchCount.NAME, mismatches.count());
    return all;
  }

  @Override
  public void close() {
    claims.close();
    clients.close();
  }
}
