package io.millrace.spark.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.error.InvalidCheckpointException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchOffsetTest {

  @Test
  void comesBackFromItsJson() {
    BatchOffset offset =
        new BatchOffset(
            "t1",
            7,
            BatchOffset.NO_BOUND,
            Map.of(
                "b_1", new ChannelStart(new ChannelPosition("tokenB", 3), 100, 4096),
                "a_1",
                    new ChannelStart(ChannelPosition.at("finished"), 0, ChannelStart.UNBOUNDED)));

    assertThat(offset.json())
        .isEqualTo(
            "{\"version\":1,\"tunnel\":\"t1\",\"seq\":7,\"from\":{\"a_1\":{\"token\":\"finished\"},"
                + "\"b_1\":{\"token\":\"tokenB\",\"skip\":3,\"rows\":100,\"bytes\":4096}}}");
    BatchOffset read = BatchOffset.parse(offset.json(), "t1");
    assertThat(read).isEqualTo(offset);
    assertThat(read.sequence()).isEqualTo(7);
    assertThat(read.from()).isEqualTo(offset.from());
    assertThat(read.until()).isEqualTo(BatchOffset.NO_BOUND);
  }

  @Test
  void keepsABoundOnTime() {
    BatchOffset offset =
        new BatchOffset(
            "t1",
            1,
            55,
            Map.of("a", new ChannelStart(ChannelPosition.at("t"), 1, ChannelStart.UNBOUNDED)));
    assertThat(BatchOffset.parse(offset.json(), "t1").until()).isEqualTo(55);
  }

  @Test
  void refusesANewerVersion() {
    assertThatThrownBy(() -> BatchOffset.parse("{\"version\":2,\"from\":{}}", "t1"))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("version 2")
        .hasMessageContaining("newer Millrace");
  }

  @Test
  void refusesAnotherTunnel() {
    String json = new BatchOffset("old", 1, BatchOffset.NO_BOUND, Map.of()).json();
    assertThatThrownBy(() -> BatchOffset.parse(json, "new"))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("tunnel old, not of tunnel new");
  }

  @Test
  void refusesABatchWithoutChannels() {
    String json = "{\"version\":1,\"tunnel\":\"t1\",\"seq\":3,\"from\":{}}";
    assertThatThrownBy(() -> BatchOffset.parse(json, "t1"))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("an offset without a channel (" + json + ")")
        .hasMessageContaining("new checkpointLocation");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "null",
        "{}",
        "{\"topic\":{\"0\":12}}",
        "{\"version\":1,\"tunnel\":\"t1\",\"seq\":1",
        "{\"version\":1,\"tunnel\":\"t1\",\"seq\":1}",
        "{\"version\":1,\"tunnel\":\"t1\",\"seq\":1,\"from\":{\"a\":{}}}",
        "{\"version\":1,\"tunnel\":\"t1\",\"seq\":1,\"from\":{\"a\":{\"token\":7}}}",
        "{\"version\":1,\"tunnel\":\"t1\",\"seq\":1,\"from\":{\"a\":{\"token\":\"t\",\"rows\":-1}}}"
      })
  void refusesWhatIsNoOffset(String json) {
    assertThatThrownBy(() -> BatchOffset.parse(json, "t1"))
        .isInstanceOf(InvalidCheckpointException.class)
        .hasMessageContaining("checkpointLocation");
  }
}
