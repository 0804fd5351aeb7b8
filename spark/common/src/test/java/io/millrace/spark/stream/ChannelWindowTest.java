package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.protocol.plainbuffer.PlainBufferReader;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelWindowTest {

  private static final long PLENTY = 1 << 20;

  private static Pages twentyFiveRecords() throws IOException {
    return new Pages()
        .page("a", 0, 10, "b", true)
        .page("b", 10, 20, "c", true)
        .page("c", 20, 25, "d", true)
        .page("d", 25, 25, "e", false);
  }

  @Test
  void readsToTheEndWhenTheLimitAllows() throws IOException {
    Claim claim = window(twentyFiveRecords(), "a", 100).read();

    assertThat(claim)
        .isEqualTo(new Claim(ChannelPosition.at("a"), 25, ChannelPosition.at("e"), false, 1024));
  }

  @Test
  void cutsInsideAPage() throws IOException {
    Claim claim = window(twentyFiveRecords(), "a", 13).read();

    assertThat(claim.rows()).isEqualTo(13);
    assertThat(claim.next()).isEqualTo(new ChannelPosition("b", 3));
    assertThat(claim.more()).isTrue();
    assertThat(claim.lastTime()).isEqualTo(1012);
  }

  @Test
  void looksBehindAPageThatEndsAtTheLimit() throws IOException {
    Pages pages = twentyFiveRecords();

    assertThat(window(pages, "a", 20).read())
        .isEqualTo(new Claim(ChannelPosition.at("a"), 20, ChannelPosition.at("c"), true, 1019));
    assertThat(window(pages, "b", 15).read())
        .isEqualTo(new Claim(ChannelPosition.at("b"), 15, ChannelPosition.at("e"), false, 1024));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 9, 10, 11, 20, 24, 25, 26, 1000})
  void batchesOfAnyLimitGiveEveryRecordOnceInOrder(int limit) throws IOException {
    Pages pages = twentyFiveRecords();
    ChannelPosition position = ChannelPosition.at("a");
    List<Long> keys = new ArrayList<>();
    int batches = 0;
    Claim claim;
    do {
      ChannelWindow window =
          new ChannelWindow(pages, position, limit, Long.MAX_VALUE, Long.MAX_VALUE, PLENTY);
      claim = window.read();
      List<Long> first = keys(pages, claim, window.pages());
      List<Long> again = keys(pages, claim, new ArrayDeque<>());
      assertThat(first).isNotEmpty().hasSizeLessThanOrEqualTo(limit).isEqualTo(again);
      keys.addAll(first);
      position = claim.next();
      batches++;
    } while (claim.more());

    assertThat(keys).containsExactlyElementsOf(LongStream.range(0, 25).boxed().toList());
    assertThat(batches).isEqualTo((24 / limit) + 1);
    assertThat(position).isEqualTo(ChannelPosition.at("e"));
  }

  @Test
  void readsNoPageTwiceForTheNextBatch() throws IOException {
    Pages pages = twentyFiveRecords();

    Claim first = window(pages, "a", 13).read();
    window(pages, first.next(), 100).read();

    assertThat(pages.reads).containsExactly("a", "b", "c", "d");
  }

  @Test
  void readsAgainWhatItCouldNotKeep() throws IOException {
    Pages pages = twentyFiveRecords();
    ChannelWindow window =
        new ChannelWindow(pages, ChannelPosition.at("a"), 100, Long.MAX_VALUE, Long.MAX_VALUE, 1);
    Claim claim = window.read();
    assertThat(window.pages()).hasSize(1);
    pages.reads.clear();

    assertThat(keys(pages, claim, window.pages())).hasSize(25);
    assertThat(pages.reads).containsExactly("b", "c");
  }

  @Test
  void endsWithTheChannel() throws IOException {
    Pages pages = new Pages().page("a", 0, 4, "b", true).page("b", 4, 6, "finished", true);

    assertThat(window(pages, "a", 100).read())
        .isEqualTo(
            new Claim(ChannelPosition.at("a"), 6, ChannelPosition.at("finished"), false, 1005));
    assertThat(window(pages, "a", 6).read().next().finished()).isTrue();
    assertThat(window(pages, "a", 5).read().next()).isEqualTo(new ChannelPosition("b", 1));
  }

  @Test
  void endsWithAChannelWhoseLastPageIsEmpty() throws IOException {
    Pages pages = new Pages().page("a", 0, 4, "b", true).page("b", 4, 4, "finished", false);

    assertThat(window(pages, "a", 4).read())
        .isEqualTo(
            new Claim(ChannelPosition.at("a"), 4, ChannelPosition.at("finished"), false, 1003));
  }

  @Test
  void goesOnAfterAnEmptyPageThatAnnouncesMore() throws IOException {
    Pages pages =
        new Pages()
            .page("a", 0, 2, "b", true)
            .page("b", 2, 2, "c", true)
            .page("c", 2, 5, "d", false);

    assertThat(window(pages, "a", 100).read().rows()).isEqualTo(5);
    assertThat(window(pages, "a", 2).read().next()).isEqualTo(ChannelPosition.at("c"));
  }

  @Test
  void movesOnThroughAnEmptyChannel() throws IOException {
    Pages pages = new Pages().page("a", 0, 0, "b", false);

    assertThat(window(pages, "a", 10).read())
        .isEqualTo(new Claim(ChannelPosition.at("a"), 0, ChannelPosition.at("b"), false, 0));
  }

  @Test
  void skipsOverPagesThatAreShorterThanBefore() throws IOException {
    Pages pages = twentyFiveRecords();

    ChannelWindow window =
        new ChannelWindow(
            pages, new ChannelPosition("a", 14), 3, Long.MAX_VALUE, Long.MAX_VALUE, PLENTY);
    Claim claim = window.read();

    assertThat(keys(pages, claim, window.pages())).containsExactly(14L, 15L, 16L);
    assertThat(claim.next()).isEqualTo(new ChannelPosition("b", 7));
  }

  @Test
  void refusesWhenRecordsThatWereThereAreGone() throws IOException {
    Pages pages = new Pages().page("a", 0, 3, "b", false);

    assertThatThrownBy(() -> window(pages, new ChannelPosition("a", 5), 10).read())
        .hasMessage("2 gone");
    Claim claim = new Claim(ChannelPosition.at("a"), 4, ChannelPosition.at("b"), false, 0);
    pages.page("b", 3, 3, "c", false);
    assertThatThrownBy(() -> keys(pages, claim, new ArrayDeque<>())).hasMessage("1 gone");
  }

  @Test
  void takesPagesLargerThanAnyBuffer() throws IOException {
    Pages pages = new Pages().page("a", 0, 15_000, "b", true).page("b", 15_000, 15_000, "c", false);
    ChannelPosition position = ChannelPosition.at("a");
    List<Long> keys = new ArrayList<>();
    Claim claim;
    do {
      ChannelWindow window = window(pages, position, 10_000);
      claim = window.read();
      keys.addAll(keys(pages, claim, window.pages()));
      position = claim.next();
    } while (claim.more());

    assertThat(keys).containsExactlyElementsOf(LongStream.range(0, 15_000).boxed().toList());
  }

  @Test
  void goesOnWithoutRecordsThatAreGoneWhenAsked() throws IOException {
    Pages pages = new Pages().page("a", 0, 3, "b", true).page("b", 5, 8, "c", false);
    pages.fails = false;

    Claim claim = new Claim(ChannelPosition.at("a"), 9, ChannelPosition.at("c"), false, 0);
    pages.page("c", 8, 8, "d", false);
    assertThat(keys(pages, claim, new ArrayDeque<>())).containsExactly(0L, 1L, 2L, 5L, 6L, 7L);
    assertThat(pages.lost).isEqualTo(3);

    Claim next = window(pages, new ChannelPosition("b", 5), 10).read();
    assertThat(next.rows()).isZero();
    assertThat(next.next()).isEqualTo(ChannelPosition.at("c"));
    assertThat(pages.lost).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 10, 24, 25, 100})
  void batchesOfAnySizeInBytesGiveEveryRecordOnceInOrder(long records) throws IOException {
    Pages pages = twentyFiveRecords();
    long size = RecordPage.parse(pages.read("a").bytes()).length(0);
    ChannelPosition position = ChannelPosition.at("a");
    List<Long> keys = new ArrayList<>();
    Claim claim;
    do {
      // A limit below the size of a record lets one through all the same.
      long limit = records == 1 ? 1 : records * size;
      ChannelWindow window =
          new ChannelWindow(pages, position, Long.MAX_VALUE, limit, Long.MAX_VALUE, PLENTY);
      claim = window.read();
      assertThat(claim.rows()).isBetween(1L, records);
      keys.addAll(keys(pages, claim, window.pages()));
      position = claim.next();
    } while (claim.more());

    assertThat(keys).containsExactlyElementsOf(LongStream.range(0, 25).boxed().toList());
  }

  @Test
  void stopsBehindAPageThatReachesTheBoundOnTime() throws IOException {
    ChannelWindow window =
        new ChannelWindow(
            twentyFiveRecords(),
            ChannelPosition.at("a"),
            Long.MAX_VALUE,
            Long.MAX_VALUE,
            1012,
            PLENTY);

    Claim claim = window.read();

    assertThat(claim.rows()).isEqualTo(20);
    assertThat(claim.next()).isEqualTo(ChannelPosition.at("c"));
  }

  private static ChannelWindow window(Pages pages, String token, long maxRows) {
    return window(pages, ChannelPosition.at(token), maxRows);
  }

  private static ChannelWindow window(Pages pages, ChannelPosition from, long maxRows) {
    return new ChannelWindow(pages, from, maxRows, Long.MAX_VALUE, Long.MAX_VALUE, PLENTY);
  }

  private static List<Long> keys(Pages pages, Claim claim, Queue<ChannelWindow.Kept> kept) {
    ChannelRecords records = new ChannelRecords(pages, claim, kept);
    PlainBufferReader reader = new PlainBufferReader();
    List<Long> keys = new ArrayList<>();
    while (records.next()) {
      reader.reset(records.bytes(), records.offset(), records.length());
      reader.nextRow();
      reader.nextKeyCell();
      keys.add(reader.longValue());
    }
    return keys;
  }
}
