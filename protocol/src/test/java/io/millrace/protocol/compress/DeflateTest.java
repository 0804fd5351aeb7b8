package io.millrace.protocol.compress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.alicloud.openservices.tablestore.core.utils.CompressUtil;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.protocol.error.ServiceException;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

class DeflateTest {
  @Test
  void agreesWithTheSdkBothWays() throws Exception {
    Random random = new Random(3);
    for (int size : new int[] {1, 100, 16 * 1024, 500_000}) {
      byte[] body = new byte[size];
      for (int i = 0; i < size; i++) {
        body[i] = (byte) random.nextInt(20);
      }
      byte[] theirs = CompressUtil.compress(new ByteArrayInputStream(body), new Deflater());
      assertThat(Deflate.decompress(theirs, size)).isEqualTo(body);
      byte[] ours = Deflate.compress(body);
      assertThat(CompressUtil.decompress(new ByteArrayInputStream(ours), size, new Inflater()))
          .isEqualTo(body);
    }
  }

  @Test
  void stopsAtTheCap() {
    byte[] bomb = Deflate.compress(new byte[50_000_000]);
    assertThat(bomb.length).isLessThan(100_000);
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> Deflate.decompress(bomb, 5_000_000))
        .matches(e -> e.is(ErrorCode.REQUEST_BODY_TOO_LARGE));
    byte[] body = new byte[1000];
    byte[] compressed = Deflate.compress(body);
    assertThat(Deflate.decompress(compressed, 1000)).isEqualTo(body);
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> Deflate.decompress(compressed, 999))
        .matches(e -> e.is(ErrorCode.REQUEST_BODY_TOO_LARGE));
  }

  @Test
  void refusesWhatIsCutOrNotCompressed() {
    byte[] compressed = Deflate.compress(new byte[1000]);
    for (byte[] wrong :
        new byte[][] {{}, {1, 2, 3}, Arrays.copyOf(compressed, compressed.length - 1)}) {
      assertThatExceptionOfType(ServiceException.class)
          .isThrownBy(() -> Deflate.decompress(wrong, 5_000))
          .matches(e -> e.is(ErrorCode.PARAMETER_INVALID));
    }
  }
}
