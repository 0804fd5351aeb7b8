package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.spark.options.StreamLimits;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchSharesTest {

  private static StreamLimits limits(long perChannel, long rows, long bytes) {
    return new StreamLimits(perChannel, rows, bytes, 1, Duration.ZERO);
  }

  private static List<String> channels(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toList();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,10", "3,10", "4,10", "10,10", "64,10", "64,1", "7,1000"})
  void noBatchPassesTheLimitAndNoChannelFallsBehind(int count, long rows) {
    Map<String, Long> given = new HashMap<>();
    int batches = count * 10;
    for (int batch = 1; batch <= batches; batch++) {
      Map<String, BatchShares.Share> shares =
          BatchShares.of(channels(count), limits(Long.MAX_VALUE, rows, Long.MAX_VALUE), batch);
      assertThat(shares.values().stream().mapToLong(BatchShares.Share::rows).sum()).isEqualTo(rows);
      shares.forEach((id, share) -> given.merge(id, share.rows(), Long::sum));
    }

    assertThat(given).hasSize(count);
    assertThat(given.values())
        .allMatch(sum -> Math.abs(sum - batches * rows / count) <= 10 * count);
  }

  @Test
  void aShareKeepsToTheLimitOfAChannel() {
    Map<String, BatchShares.Share> shares = BatchShares.of(channels(2), limits(5, 1000, 300), 1);

    assertThat(shares.values()).containsOnly(new BatchShares.Share(5, 150));
  }

  @Test
  void bytesAreSharedByTheChannelsThatAreServed() {
    Map<String, BatchShares.Share> shares = BatchShares.of(channels(64), limits(100, 4, 400), 1);

    assertThat(shares).hasSize(4);
    assertThat(shares.values()).containsOnly(new BatchShares.Share(1, 100));
    assertThat(BatchShares.of(channels(64), limits(100, 100, 3), 1).values())
        .allMatch(share -> share.bytes() == 1);
    assertThat(BatchShares.of(List.of(), limits(1, 1, 1), 1)).isEmpty();
  }
}
