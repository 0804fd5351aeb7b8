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
import io.millrace.spark.options.NullAction;
import io.millrace.spark.options.RowChangeKind;
import io.millrace.spark.options.WriteSettings;
import io.millrace.spark.row.KeyedRow;
import io.millrace.spark.row.RowKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowQueueTest {

  private final ScriptedSender sender = new ScriptedSender();

  @AfterEach
  void close() {
    sender.close();
  }

  private static RowQueue queue(RequestSender sender, int requestRows, Duration retryTime) {
    return queue(
        sender,
        requestRows,
        retryTime,
        (row, reason) -> {
          throw reason.unchecked();
        });
  }

  private static RowQueue queue(
      RequestSender sender,
      int requestRows,
      Duration retryTime,
      BiConsumer<KeyedRow, UnwritableRowException> refused) {
    return new RowQueue(
        sender,
        ScriptedSender.TABLE,
        new WriteSettings(
            RowChangeKind.PUT,
            NullAction.IGNORE,
            requestRows,
            1000,
            10,
            2000,
            1 << 20,
            null,
            true,
            false,
            retryTime),
        new WriteCounts(),
        refused);
  }

  private static RowQueue queue(RequestSender sender) {
    return queue(sender, 200, Duration.ofSeconds(30));
  }

  private static KeyedRow row(String key, String v, String w) {
    return row(RowKind.PUT, key, v, w);
  }

  /** A row of which the text {@code -} removes a column. */
  private static KeyedRow row(RowKind kind, String key, String v, String w) {
    ColumnValue[] values = {value(v), value(w)};
    return new KeyedRow(
        kind,
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn("k", PrimaryKeyValue.fromString(key))
            .build(),
        values,
        10);
  }

  private static ColumnValue value(String text) {
    return text == null ? null : text.equals("-") ? KeyedRow.REMOVED : ColumnValue.fromString(text);
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
    RowQueue queue = queue(sender);
    queue.add(row(RowKind.UPDATE, "a", "old", "w1"));
    queue.add(row(RowKind.UPDATE, "a", "new", null));
    queue.finish();

    assertThat(sender.requests.get(0)).hasSize(1);
    assertThat(shown(sender.requests.get(0).get(0))).isEqualTo("UPDATE new w1");
  }

  private static String shown(KeyedRow row) {
    return row.kind() + " " + shown(row.values()[0]) + " " + shown(row.values()[1]);
  }

  private static String shown(ColumnValue value) {
    return value == null ? "." : KeyedRow.isRemoval(value) ? "-" : value.asString();
  }

  /** Two rows of a key that meet before they are sent, and the one that stands for both. */
  @ParameterizedTest
  @CsvSource({
    "PUT,a,b, PUT,c,, PUT c .",
    "PUT,a,b, UPDATE,c,, PUT c b",
    "PUT,a,b, UPDATE,,-, PUT a .",
    "PUT,a,b, DELETE,,, DELETE . .",
    "UPDATE,a,b, UPDATE,-,c, UPDATE - c",
    "UPDATE,-,b, UPDATE,c,, UPDATE c b",
    "UPDATE,a,, PUT,,c, PUT . c",
    "UPDATE,a,, DELETE,,, DELETE . .",
    "DELETE,,, PUT,a,, PUT a .",
    "DELETE,,, UPDATE,a,, PUT a .",
    "DELETE,,, UPDATE,a,-, PUT a .",
    "DELETE,,, UPDATE,,-, DELETE . .",
    "DELETE,,, DELETE,,, DELETE . ."
  })
  void twoRowsOfAKeyBecomeOne(
      RowKind first, String v, String w, RowKind then, String v2, String w2, String both) {
    RowQueue queue = queue(sender);
    queue.add(row(first, "k", v, w));
    queue.add(row(then, "k", v2, w2));
    queue.finish();

    assertThat(sender.requests).hasSize(1);
    assertThat(sender.requests.get(0)).hasSize(1);
    assertThat(shown(sender.requests.get(0).get(0))).isEqualTo(both);
  }

  @Test
  void aRefusedRowMayBeSetAsideAndTheOthersGoOn() {
    sender.then(refusing("OTSParameterInvalid", "Invalid column name: '#x'.", 1));
    List<String> refused = new ArrayList<>();
    RowQueue queue =
        queue(sender, 2, Duration.ofSeconds(30), (row, reason) -> refused.add(row.shownKey()));
    for (String key : List.of("a", "b", "c")) {
      queue.add(row(key, 1));
    }
    queue.finish();

    assertThat(refused).containsExactly("(k='b')");
    assertThat(sender.requests.stream().map(RowQueueTest::keys))
        .containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void rowsWhoseKeyTheServiceMakesAreAllWritten() {
    RowQueue queue = queue(sender);
    for (int i = 0; i < 3; i++) {
      queue.add(
          new KeyedRow(
              RowKind.PUT,
              PrimaryKeyBuilder.createPrimaryKeyBuilder()
                  .addPrimaryKeyColumn("k", PrimaryKeyValue.AUTO_INCREMENT)
                  .build(),
              new ColumnValue[] {value("v" + i), null},
              10));
    }
    queue.finish();

    assertThat(values(sender.requests.get(0))).containsExactly("v0", "v1", "v2");
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
    queue.add(row("c", 3));
    assertThat(sender.requests).extracting(RowQueueTest::keys).last().isEqualTo(List.of("c"));

    answer.countDown();
    queue.finish();

    assertThat(sender.requests)
        .extracting(RowQueueTest::values)
        .containsExactly(List.of("1", "1"), List.of("3"), List.of("2"));
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
