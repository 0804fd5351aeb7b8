package io.millrace.spark.stream;

import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.client.SharedClients;
import io.millrace.spark.options.StreamLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadAllAvailable;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of a table, batch by batch, from a tunnel. Spark logs a batch's end before the batch
 * is read, and the tunnel tells it only after: {@link BatchOffset} and {@link Claim} bring the two
 * together. A batch is made only when a channel is known to have records.
 */
final class TunnelMicroBatchStream
    implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

  private static final Duration LOOK_TIME = Duration.ofMillis(50);
  private static final Duration JOIN_TIME = Duration.ofMillis(10);
  private static final Duration OPENING_TIME = Duration.ofSeconds(30);

  /** After so many batches that nobody reads, a query that drains its tunnel gives up. */
  private static final int UNREAD_BATCHES = 3;

  private static final Logger LOG = LoggerFactory.getLogger(TunnelMicroBatchStream.class);

  private final StreamTask task;
  private final StreamLimits limits;
  private final SharedClients clients;
  private final ClaimStore claims;
  private final ChannelBook book;
  private final ChannelProber prober;
  private final PositionHints hints;
  private final TunnelReader reader;
  private final long keptBatches;

  /** Set for a query that ends when it has read what was there at its start, in microseconds. */
  private long drainTo = BatchOffset.NO_BOUND;

  private boolean drains;
  private boolean madeBatch = true;

  /** Since when rows wait for others to come; null when none do. */
  private Long rowsWait;

  /**
   * The stream of one source of one query.
   *
   * @param keptBatches how many committed batches stay repeatable, as Spark keeps their offsets
   */
  TunnelMicroBatchStream(
      StreamTask task,
      SharedClients clients,
      ClaimStore claims,
      ChannelBook book,
      ChannelProber prober,
      PositionHints hints,
      TunnelReader reader,
      long keptBatches) {
    this.task = task;
    limits = task.settings().limits();
    this.clients = clients;
    this.claims = claims;
    this.book = book;
    this.prober = prober;
    this.hints = hints;
    this.reader = reader;
    this.keptBatches = keptBatches;
  }

  @Override
  public Offset initialOffset() {
    return BatchOffset.beforeFirst(task.source().tunnel());
  }

  @Override
  public Offset deserializeOffset(String json) {
    return BatchOffset.parse(json, task.source().tunnel());
  }

  @Override
  public ReadLimit getDefaultReadLimit() {
    return ReadLimit.maxRows(limits.maxRowsPerChannel());
  }

  @Override
  public Offset latestOffset() {
    throw new UnsupportedOperationException("Spark asks with the last offset and a limit");
  }

  @Override
  public Offset latestOffset(Offset start, ReadLimit limit) {
    BatchOffset last = (BatchOffset) start;
    try {
      book.catchUp(last);
      boolean all = limit instanceof ReadAllAvailable;
      if (all && !drains) {
        prepareForTriggerAvailableNow();
      }
      boolean found = drains ? !isPassedOver() && lookUntilDrained(all) : look() && isWorthABatch();
      if (found) {
        return next(last, all);
      }
      // Spark takes the very first offset for a batch even if it is where the query begins.
      return last.sequence() == 0 ? null : start;
    } catch (InterruptedException e) {
      throw RetryLoop.interrupted("looking for records in " + task.source());
    }
  }

  /** A query that reads none of its batches would never come to the end of the tunnel. */
  private boolean isPassedOver() {
    if (book.unreadBatches() < UNREAD_BATCHES) {
      return false;
    }
    LOG.warn(
        "The query read none of its last {} batches of {}, and ends; a later run begins with their"
            + " rows.",
        book.unreadBatches(),
        task.source());
    return true;
  }

  /**
   * Looks until a channel has records, or all had none after this call began: Spark takes "nothing"
   * for the truth, in {@code processAllAvailable} above all. A query that rests waits here for the
   * looks that are due next. One that made a batch in the meantime, perhaps of another source, is
   * not kept waiting.
   */
  private boolean look() throws InterruptedException {
    long asked = System.nanoTime();
    prober.look(book.channels());
    if (anyHasMore()) {
      return true;
    }
    if (madeBatch) {
      madeBatch = false;
      book.channels().values().forEach(channel -> channel.lookAgain(asked));
      prober.look(book.channels());
    }
    while (!anyHasMore()) {
      if (book.channels().values().stream().allMatch(channel -> channel.wasDryAt(asked))) {
        return false;
      }
      prober.awaitAny(book.channels(), LOOK_TIME);
      prober.look(book.channels());
    }
    // Channels that rested together often wake together: the others get a moment to be seen.
    prober.awaitAll(book.channels(), JOIN_TIME);
    prober.look(book.channels());
    return true;
  }

  /** Whether the rows that wait are enough for a batch, or have waited for long enough. */
  private boolean isWorthABatch() throws InterruptedException {
    if (limits.minRows() <= 1) {
      return true;
    }
    long now = System.nanoTime();
    if (rowsWait == null) {
      rowsWait = now;
    }
    if (now - rowsWait >= limits.maxDelay().toNanos()) {
      return true;
    }
    prober.count(book.channels());
    long seen = 0;
    for (ChannelState channel : book.channels().values()) {
      seen += Math.max(0, channel.rowsSeen());
    }
    if (seen >= limits.minRows()) {
      return true;
    }
    prober.awaitAny(book.channels(), LOOK_TIME);
    return false;
  }

  /**
   * Looks until a channel has records that belong to this run, or none can have any.
   *
   * @param everyChannel whether to answer only when all channels are known, because there will be
   *     no other batch
   */
  private boolean lookUntilDrained(boolean everyChannel) throws InterruptedException {
    long openingDeadline = System.nanoTime() + OPENING_TIME.toNanos();
    while (true) {
      prober.look(book.channels());
      boolean known = book.channels().values().stream().allMatch(this::isDecided);
      if (anyHasMore() && (known || !everyChannel)) {
        return true;
      }
      if (known) {
        book.reportEnds();
        if (!book.othersShouldOpen() || System.nanoTime() - openingDeadline > 0) {
          return false;
        }
        book.refreshFromTunnel();
      }
      prober.awaitAny(book.channels(), LOOK_TIME);
    }
  }

  private boolean isDecided(ChannelState channel) {
    return isWanted(channel) || channel.drainedTo(drainTo);
  }

  private boolean anyHasMore() {
    return book.channels().values().stream().anyMatch(this::isWanted);
  }

  private boolean isWanted(ChannelState channel) {
    return channel.hasMore() && !(drains && channel.lastTime() > drainTo);
  }

  private BatchOffset next(BatchOffset last, boolean all) {
    rowsWait = null;
    List<String> wanted =
        book.channels().entrySet().stream()
            .filter(channel -> isWanted(channel.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    Map<String, BatchShares.Share> shares =
        BatchShares.of(wanted, all ? StreamLimits.NONE : limits, last.sequence() + 1);
    Map<String, ChannelStart> from = new TreeMap<>();
    book.channels()
        .forEach(
            (id, channel) -> {
              BatchShares.Share share = shares.getOrDefault(id, BatchShares.NOTHING);
              from.put(id, new ChannelStart(channel.position(), share.rows(), share.bytes()));
            });
    return new BatchOffset(
        task.source().tunnel(), last.sequence() + 1, all ? drainTo : BatchOffset.NO_BOUND, from);
  }

  @Override
  public void prepareForTriggerAvailableNow() {
    drains = true;
    drainTo =
        ChannelBook.serviceTime(
            clients.wire(), RetryLoop.lasting(task.settings().retryTime()), task.source());
  }

  @Override
  public InputPartition[] planInputPartitions(Offset start, Offset end) {
    BatchOffset batch = (BatchOffset) end;
    return batch.from().entrySet().stream()
        .filter(channel -> channel.getValue().isRead())
        .map(
            channel ->
                new ChannelPartition(
                    batch.sequence(),
                    channel.getKey(),
                    channel.getValue().position(),
                    channel.getValue().maxRows(),
                    channel.getValue().maxBytes(),
                    batch.until()))
        .toArray(InputPartition[]::new);
  }

  @Override
  public PartitionReaderFactory createReaderFactory() {
    return new ChannelReaderFactory(task);
  }

  @Override
  public void commit(Offset end) {
    madeBatch = true;
    long oldest = ((BatchOffset) end).sequence() - keptBatches;
    if (oldest > 1) {
      claims.purgeBefore(oldest);
    }
  }

  @Override
  public Map<String, String> metrics(Optional<Offset> latestConsumed) {
    // The first batch of a restart has its offset as the log has it.
    latestConsumed
        .filter(BatchOffset.class::isInstance)
        .ifPresent(end -> book.sees((BatchOffset) end));
    Map<String, String> metrics = StreamMetrics.of(book.channels(), System.currentTimeMillis());
    task.counts().addTo(metrics);
    return metrics;
  }

  @Override
  public void stop() {
    hints.close();
    reader.close();
    claims.close();
    clients.close();
  }

  /** The tunnel by its ID, and by its name where the query gave that. */
  @Override
  public String toString() {
    SourceIdentity source = task.source();
    String name = task.settings().tunnel().name();
    return "Tablestore tunnel "
        + source.tunnel()
        + (name == null ? "" : " (" + name + ")")
        + " of table "
        + source.table()
        + " in instance "
        + source.instance();
  }
}
