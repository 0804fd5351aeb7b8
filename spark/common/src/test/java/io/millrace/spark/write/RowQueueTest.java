package io.millrace.spark.write;

import static io.millrace.spark.write.ScriptedSender.failing;
import static io.millrace.spark.write.ScriptedSender.refusing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.TableStoreException;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import io.millrace.spark.error.UnwritableRowException;
import io.millrace.spark.options.RowChangeKind;
import io.millrace.spark.options.WriteSettings;
import io.millrace.spark.row.KeyedRow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RowQueueTest {

  private final ScriptedSender sender = new ScriptedSender(RowChangeKind.PUT);

  @AfterEach
  void close() {
    sender.close();
  }

  private static RowQueue queue(RequestSender sender, int requestRows, Duration retryTime) {
    return new RowQueue(
        sender,
        ScriptedSender.TABLE,
        new WriteSettings(RowChangeKind.PUT, requestRows, 1000, 10, retryTime));
  }

  private static RowQueue queue(RequestSender sender) {
    return queue(sender, 200, Duration.ofSeconds(30));
  }

  private static KeyedRow row(String key, String v, String w) {
    ColumnValue[] values = {
      v == null ? null : ColumnValue.fromString(v), w == null ? null : ColumnValue.fromString(w)
    };
    return new KeyedRow(
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn("k", PrimaryKeyValue.fromString(key))
            .build(),
        values,
        10);
  }

  private static KeyedRow row(String key, int value) {
    return row(key, Integer.toString(value), null);
  }

  private static List<String> keys(List<KeyedRow> rows) {
    return rows.stream()
        .map(row -> row.key().getPrimaryKeyColumn(0).getValue().asString())
        .toList();
  }

  private static List<String> values(List<KeyedRow> rows) {
    return rows.stream().map(row -> row.values()[0].asString()).toList();
  }

  @Test
  void ofRowsWithOneKeyTheLastIsWritten() {
    RowQueue queue = queue(sender);
    queue.add(row("a", 1));
    queue.add(row("b", 1));
    queue.add(row("a", 2));
    queue.finish();

    assertThat(sender.requests).hasSize(1);
    assertThat(keys(sender.requests.get(0))).containsExactly("a", "b");
    assertThat(values(sender.requests.get(0))).containsExactly("2", "1");
  }

  @Test
  void keysWithEqualHashesAreBothWritten() {
    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    RowQueue queue = queue(sender);
    queue.add(row("Aa", 1));
    queue.add(row("BB", 2));
    queue.finish();

    assertThat(keys(sender.requests.get(0))).containsExactly("Aa", "BB");
  }

  @Test
  void anUpdateTakesOverTheColumnsOfTheRowItReplaces() {
    try (ScriptedSender updates = new ScriptedSender(RowChangeKind.UPDATE)) {
      RowQueue queue = queue(updates);
      queue.add(row("a", "old", "w1"));
      queue.add(row("a", "new", null));
      queue.finish();

      KeyedRow written = updates.requests.get(0).get(0);
      assertThat(written.values()[0].asString()).isEqualTo("new");
      assertThat(written.values()[1].asString()).isEqualTo("w1");
    }
  }

  @Test
  void aRowWaitsForTheAnswerToTheFormerRowOfItsKey() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    sender.then(
        rows -> {
          await(answer);
          return refusing("", "").apply(rows);
        });
    RowQueue queue = queue(sender, 2, Duration.ofSeconds(30));
    queue.add(row("a", 1));
    queue.add(row("b", 1));
    queue.add(row("a", 2));
    assertThat(sender.requests).hasSize(1);

    answer.countDown();
    queue.finish();

    assertThat(sender.requests).hasSize(2);
    assertThat(values(sender.requests.get(1))).containsExactly("2");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void noRequestPassesItsLimits() {
    RowQueue byRows = queue(sender, 3, Duration.ofSeconds(30));
    for (int i = 0; i < 10; i++) {
      byRows.add(row("k" + i, i));
    }
    byRows.finish();
    assertThat(sender.requests).extracting(List::size).containsExactly(3, 3, 3, 1);

    sender.requests.clear();
    RowQueue byBytes = queue(sender);
    for (int i = 0; i < 150; i++) {
      byBytes.add(row("k" + i, i));
    }
    byBytes.finish();
    assertThat(sender.requests).extracting(List::size).containsExactly(100, 50);
  }

  @Test
  void onlyTheRowsThatFailedAreSentAgain() {
    sender.then(refusing("OTSServerBusy", "Server is busy.", 1, 2));
    RowQueue queue = queue(sender);
    for (String key : List.of("a", "b", "c", "d")) {
      queue.add(row(key, 1));
    }
    queue.finish();

    assertThat(sender.requests).hasSize(2);
    assertThat(keys(sender.requests.get(1))).containsExactly("b", "c");
  }

  @Test
  void aNewerRowDoesNotOvertakeOneThatIsSentAgain() {
    sender.then(refusing("OTSServerBusy", "Server is busy.", 0));
    RowQueue queue = queue(sender, 1, Duration.ofSeconds(30));
    queue.add(row("a", 1));
    queue.add(row("a", 2));
    queue.finish();

    assertThat(sender.requests.stream().map(RowQueueTest::values))
        .containsExactly(List.of("1"), List.of("1"), List.of("2"));
  }

  @Test
  void aRequestWithoutAnAnswerIsSentAgain() {
    sender.then(failing(new ClientException("connection reset")));
    RowQueue queue = queue(sender);
    queue.add(row("a", 1));
    queue.add(row("b", 1));
    queue.finish();

    assertThat(sender.requests).hasSize(2);
    assertThat(keys(sender.requests.get(1))).containsExactly("a", "b");
  }

  @Test
  void aRefusedRowFailsTheTaskWithItsKey() {
    sender.then(refusing("OTSParameterInvalid", "Invalid column name: '#x'.", 1));
    RowQueue queue = queue(sender);
    queue.add(row("a", 1));
    queue.add(row("b", 1));

    assertThatThrownBy(queue::finish)
        .isInstanceOf(UnwritableRowException.class)
        .hasMessage(
            "The row with key (k='b') cannot be written to table T: OTSParameterInvalid, Invalid"
                + " column name: '#x'. Correct the row in the query, or leave it out.");
  }

  @Test
  void whenARequestIsRefusedItsRowsAreTriedOneByOne() {
    TableStoreException refusal =
        new TableStoreException("The row is too large.", null, "OTSOutOfRowSizeLimit", "r", 400);
    sender
        .then(failing(refusal))
        .then(refusing("", ""))
        .then(failing(refusal))
        .then(refusing("", ""));
    RowQueue queue = queue(sender);
    for (String key : List.of("a", "b", "c")) {
      queue.add(row(key, 1));
    }

    assertThatThrownBy(queue::finish)
        .hasMessageStartingWith("The row with key (k='b') cannot be written to table T");
    assertThat(sender.requests)
        .extracting(RowQueueTest::keys)
        .startsWith(List.of("a", "b", "c"), List.of("a"), List.of("b"));
  }

  @Test
  void givesUpWhenTheRetryTimeIsOver() {
    for (int i = 0; i < 100; i++) {
      sender.then(refusing("OTSServerBusy", "Server is busy.", 0));
    }
    RowQueue queue = queue(sender, 200, Duration.ofMillis(300));
    queue.add(row("a", 1));

    assertThatThrownBy(queue::finish)
        .isInstanceOf(UnwritableRowException.class)
        .hasMessageStartingWith(
            "The row with key (k='a') could not be written to table T in 0 s: OTSServerBusy");
    assertThat(sender.requests).hasSizeGreaterThan(1);
  }
}
