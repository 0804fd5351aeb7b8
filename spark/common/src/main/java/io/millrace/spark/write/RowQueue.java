package io.millrace.spark.write;

import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.spark.client.Failures;
import io.millrace.spark.client.RetryLoop;
import io.millrace.spark.error.ServiceCallException;
import io.millrace.spark.error.UnwritableRowException;
import io.millrace.spark.options.WriteSettings;
import io.millrace.spark.row.KeyedRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The rows of one task on their way. A key is in one request at a time: its next row waits until
 * the service has answered, and takes the place of a row that still waits. So the order of a key's
 * rows is kept and the last one stands.
 *
 * <p>Rows that the service could not take for now are sent again, and they alone, until the retry
 * time is over; any other refusal is for whoever made the queue to judge. Used by the task's thread
 * alone; answers reach it through a queue.
 */
final class RowQueue {

  private final RequestSender sender;
  private final String table;
  private final WriteSettings settings;
  private final WriteCounts counts;
  private final BiConsumer<KeyedRow, UnwritableRowException> refused;
  private final RetryLoop backOff;
  private final LongSupplier nanoTime;

  /** Rows not sent yet, by key. */
  private final Map<Object, KeyedRow> waiting = new LinkedHashMap<>();

  private long waitingBytes;

  /** The attempts for each key that was sent and not acknowledged. */
  private final Map<Object, Attempts> sent = new HashMap<>();

  private final List<Retry> retries = new ArrayList<>();
  private final BlockingQueue<RequestSender.Outcome> outcomes = new LinkedBlockingQueue<>();

  /** Failed attempts to write a row, and when the first was made. */
  private static final class Attempts {
    private int failures;
    private long firstFailure;
  }

  /** A row to send again at a time. */
  private record Retry(KeyedRow row, long due, boolean alone) {}

  /**
   * An empty queue.
   *
   * @param refused what becomes of rows that the service will not take
   */
  RowQueue(
      RequestSender sender,
      String table,
      WriteSettings settings,
      WriteCounts counts,
      BiConsumer<KeyedRow, UnwritableRowException> refused) {
    this(sender, table, settings, counts, refused, System::nanoTime);
  }

  RowQueue(
      RequestSender sender,
      String table,
      WriteSettings settings,
      WriteCounts counts,
      BiConsumer<KeyedRow, UnwritableRowException> refused,
      LongSupplier nanoTime) {
    this.counts = counts;
    this.refused = refused;
    this.sender = sender;
    this.table = table;
    this.settings = settings;
    this.nanoTime = nanoTime;
    backOff = RetryLoop.lasting(settings.retryTime());
  }

  /** Takes a row; may send it and others, and waits while too many are on their way. */
  void add(KeyedRow row) {
    try {
      takeOutcomes();
      KeyedRow earlier = waiting.get(row.identity());
      KeyedRow latest = earlier == null ? row : earlier.followedBy(row);
      waitingBytes += latest.size() - (earlier == null ? 0 : earlier.size());
      waiting.put(row.identity(), latest);
      while (waiting.size() >= settings.requestRows() || waitingBytes >= settings.requestBytes()) {
        sendDueRetries();
        if (!sendWaiting()) {
          awaitOutcome();
        }
      }
    } catch (InterruptedException e) {
      throw RetryLoop.interrupted("writing to table " + table);
    }
  }

  /** Sends what is left and waits until every row is acknowledged. */
  void finish() {
    try {
      while (!waiting.isEmpty() || !sent.isEmpty()) {
        takeOutcomes();
        sendDueRetries();
        if (!sendWaiting() && !sent.isEmpty()) {
          awaitOutcome();
        }
      }
    } catch (InterruptedException e) {
      throw RetryLoop.interrupted("writing to table " + table);
    }
  }

  /** Sends one request of rows whose keys are free; false when there are none. */
  private boolean sendWaiting() throws InterruptedException {
    List<KeyedRow> rows = new ArrayList<>();
    long bytes = 0;
    Iterator<KeyedRow> candidates = waiting.values().iterator();
    while (candidates.hasNext() && rows.size() < settings.requestRows()) {
      KeyedRow row = candidates.next();
      if (sent.containsKey(row.identity())) {
        continue;
      }
      if (!rows.isEmpty() && bytes + row.size() > settings.requestBytes()) {
        break;
      }
      rows.add(row);
      bytes += row.size();
      candidates.remove();
    }
    if (rows.isEmpty()) {
      return false;
    }
    waitingBytes -= bytes;
    rows.forEach(row -> sent.put(row.identity(), new Attempts()));
    send(rows);
    return true;
  }

  private void sendDueRetries() throws InterruptedException {
    long now = nanoTime.getAsLong();
    List<KeyedRow> rows = new ArrayList<>();
    long bytes = 0;
    for (Iterator<Retry> candidates = retries.iterator(); candidates.hasNext(); ) {
      Retry retry = candidates.next();
      if (now - retry.due() < 0) {
        continue;
      }
      candidates.remove();
      if (retry.alone()) {
        send(List.of(retry.row()));
        continue;
      }
      if (rows.size() == settings.requestRows()
          || (!rows.isEmpty() && bytes + retry.row().size() > settings.requestBytes())) {
        send(rows);
        rows = new ArrayList<>();
        bytes = 0;
      }
      rows.add(retry.row());
      bytes += retry.row().size();
    }
    if (!rows.isEmpty()) {
      send(rows);
    }
  }

  private void send(List<KeyedRow> rows) throws InterruptedException {
    counts.sent(rows);
    sender.send(rows, outcomes::add);
  }

  private void awaitOutcome() throws InterruptedException {
    long now = nanoTime.getAsLong();
    long wait =
        retries.stream().mapToLong(retry -> Math.max(0, retry.due() - now)).min().orElse(-1);
    RequestSender.Outcome outcome =
        wait < 0 ? outcomes.take() : outcomes.poll(wait, TimeUnit.NANOSECONDS);
    if (outcome != null) {
      take(outcome);
    }
  }

  private void takeOutcomes() {
    for (RequestSender.Outcome outcome = outcomes.poll();
        outcome != null;
        outcome = outcomes.poll()) {
      take(outcome);
    }
  }

  private void take(RequestSender.Outcome outcome) {
    List<KeyedRow> failed = new ArrayList<>();
    if (outcome.failure() != null) {
      takeFailure(outcome.rows(), outcome.failure(), failed);
    } else {
      for (BatchWriteRowResponse.RowResult result : outcome.response().getRowStatus(table)) {
        KeyedRow row = outcome.rows().get(result.getIndex());
        if (result.isSucceed() || wasThere(row, result)) {
          sent.remove(row.identity());
        } else {
          String code = result.getError().getCode();
          String message = result.getError().getMessage();
          if (isWorthRepeating(row, Failures.mayPass(code, message), code, message)) {
            failed.add(row);
          }
        }
      }
    }
    sendAgainLater(failed);
  }

  private boolean wasThere(KeyedRow row, BatchWriteRowResponse.RowResult result) {
    return row.onlyIfAbsent()
        && ErrorCode.CONDITION_CHECK_FAIL.code().equals(result.getError().getCode());
  }

  /** A whole request failed: for now, or for one of its rows, which single requests will tell. */
  private void takeFailure(List<KeyedRow> rows, Exception failure, List<KeyedRow> failed) {
    boolean passing = Failures.mayPass(failure);
    String code = failure instanceof TableStoreException refusal ? refusal.getErrorCode() : null;
    if (!passing && rows.size() > 1 && !Failures.isOfTheTable(code)) {
      long now = nanoTime.getAsLong();
      rows.forEach(row -> retries.add(new Retry(row, now, true)));
      return;
    }
    for (KeyedRow row : rows) {
      if (isWorthRepeating(row, passing, code, failure.getMessage())) {
        failed.add(row);
      }
    }
  }

  /** Rows that failed in one request go into one request again. */
  private void sendAgainLater(List<KeyedRow> rows) {
    if (rows.isEmpty()) {
      return;
    }
    counts.sentAgain(rows.size());
    int failures = rows.stream().mapToInt(row -> sent.get(row.identity()).failures).max().orElse(1);
    long due = nanoTime.getAsLong() + backOff.pause(failures - 1).toNanos();
    rows.forEach(row -> retries.add(new Retry(row, due, false)));
  }

  /** Counts a failed attempt. A row that is refused for good is not the queue's any more. */
  private boolean isWorthRepeating(KeyedRow row, boolean passing, String code, String message) {
    if (!passing && Failures.isOfTheTable(code)) {
      throw new ServiceCallException(
              "Table "
                  + table
                  + " cannot be written: "
                  + reason(code, message)
                  + " Start the query again when that is put right; the rows come again.")
          .unchecked();
    }
    if (!passing) {
      sent.remove(row.identity());
      refused.accept(
          row,
          new UnwritableRowException(
              "The row with key "
                  + row.shownKey()
                  + " cannot be written to table "
                  + table
                  + ": "
                  + reason(code, message)
                  + " Correct the row in the query, or leave it out."));
      return false;
    }
    Attempts attempts = sent.get(row.identity());
    long now = nanoTime.getAsLong();
    if (attempts.failures++ == 0) {
      attempts.firstFailure = now;
    }
    if (now - attempts.firstFailure > settings.retryTime().toNanos()) {
      throw new UnwritableRowException(
              "The row with key "
                  + row.shownKey()
                  + " could not be written to table "
                  + table
                  + " in "
                  + settings.retryTime().toSeconds()
                  + " s: "
                  + reason(code, message)
                  + " Start the query again when the service is well, or raise client.retry.time.s.")
          .unchecked();
    }
    return true;
  }

  private static String reason(String code, String message) {
    String text = message == null ? "no answer" : message;
    return (code == null ? "" : code + ", ") + text + (text.endsWith(".") ? "" : ".");
  }
}
