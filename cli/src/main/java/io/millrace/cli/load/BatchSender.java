package io.millrace.cli.load;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.SyncClientInterface;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.BatchWriteRowRequest;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse;
import com.alicloud.openservices.tablestore.model.BatchWriteRowResponse.RowResult;
import io.millrace.cli.rows.FileRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Writes one batch until every row of it is written or one is refused for good. Rows that failed
 * for a passing reason are sent again alone; a request that is refused as a whole is halved until
 * the row to blame is alone.
 */
final class BatchSender {
  private static final Set<String> PASSING =
      Set.of(
          "OTSRowOperationConflict",
          "OTSNotEnoughCapacityUnit",
          "OTSCapacityUnitExhausted",
          "OTSTableNotReady",
          "OTSPartitionUnavailable",
          "OTSServerBusy",
          "OTSServerUnavailable",
          "OTSOperationThrottled",
          "OTSTimeout",
          "OTSRequestTimeout",
          "OTSInternalServerError");
  private static final Set<String> BLAMES_A_ROW =
      Set.of(
          "OTSParameterInvalid",
          "OTSInvalidPK",
          "OTSOutOfRowSizeLimit",
          "OTSOutOfColumnCountLimit",
          "OTSRequestBodyTooLarge");

  private final SyncClientInterface client;
  private final Backoff backoff;
  private final IntConsumer written;

  /**
   * A sender for any number of threads.
   *
   * @param written told how many more rows are written, as soon as that is known
   */
  BatchSender(SyncClientInterface client, Backoff backoff, IntConsumer written) {
    this.client = client;
    this.backoff = backoff;
    this.written = written;
  }

  /**
   * Writes {@code rows}, which have different keys.
   *
   * @throws LoadFailure if a row is refused, or nothing could be written for as long as the
   *     back-off allows
   */
  void send(List<FileRow> rows) throws InterruptedException {
    List<FileRow> open = rows;
    Backoff.Attempts attempts = backoff.attempts();
    while (!open.isEmpty()) {
      RuntimeException passing;
      try {
        Outcome outcome = outcome(open, client.batchWriteRow(request(open)));
        if (outcome.open().size() < open.size()) {
          attempts.progressed();
        }
        open = outcome.open();
        passing = outcome.passing();
      } catch (TableStoreException e) {
        if (BLAMES_A_ROW.contains(e.getErrorCode()) && open.size() > 1) {
          send(open.subList(0, open.size() / 2));
          send(open.subList(open.size() / 2, open.size()));
          return;
        }
        if (!isPassing(e)) {
          FileRow blamed = BLAMES_A_ROW.contains(e.getErrorCode()) ? open.get(0) : null;
          throw new LoadFailure(blamed, sentence(e.getErrorCode(), e.getMessage()), e);
        }
        passing = e;
      } catch (ClientException e) {
        passing = e;
      }
      if (!open.isEmpty() && !attempts.await()) {
        throw new LoadFailure(null, passing.getMessage(), passing);
      }
    }
  }

  /** The rows still to write, and why they are not written yet. */
  private record Outcome(List<FileRow> open, TableStoreException passing) {}

  private Outcome outcome(List<FileRow> rows, BatchWriteRowResponse response) {
    List<RowResult> failed = response.getFailedRows();
    written.accept(rows.size() - failed.size());
    List<FileRow> open = new ArrayList<>(failed.size());
    TableStoreException passing = null;
    for (RowResult result : failed) {
      FileRow row = rows.get(result.getIndex());
      String code = result.getError().getCode();
      TableStoreException error =
          new TableStoreException(result.getError().getMessage(), null, code, null, 0);
      if (!PASSING.contains(code)) {
        throw new LoadFailure(row, sentence(code, result.getError().getMessage()), error);
      }
      open.add(row);
      passing = error;
    }
    return new Outcome(open, passing);
  }

  private static boolean isPassing(TableStoreException e) {
    return PASSING.contains(e.getErrorCode()) || e.getHttpStatus() >= 500;
  }

  private static BatchWriteRowRequest request(List<FileRow> rows) {
    BatchWriteRowRequest request = new BatchWriteRowRequest();
    rows.forEach(row -> request.addRowChange(row.change()));
    return request;
  }

  private static String sentence(String code, String message) {
    return code + ": " + message;
  }
}
