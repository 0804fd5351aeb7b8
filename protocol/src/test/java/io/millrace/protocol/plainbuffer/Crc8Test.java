package io.millrace.protocol.plainbuffer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.alicloud.openservices.tablestore.core.protocol.PlainBufferCrc8;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Crc8Test {
  @Test
  void hasTheCheckValues() {
    byte[] digits = "123456789".getBytes(US_ASCII);
    assertThat(Crc8.update(0, digits, 0, digits.length)).isEqualTo(0xF4);
    assertThat(Crc8.update(0, (byte) 1)).isEqualTo(0x07);
  }

  @Test
  void everyWidthAgreesWithTheSdkByteByByte() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte start = (byte) random.nextInt();
      byte[] bytes = new byte[random.nextInt(40)];
      random.nextBytes(bytes);
      assertThat((byte) Crc8.update(start & 0xFF, bytes, 0, bytes.length))
          .isEqualTo(PlainBufferCrc8.crc8(start, bytes));
      long value = random.nextLong();
      assertThat((byte) Crc8.update(start & 0xFF, value))
          .isEqualTo(PlainBufferCrc8.crc8(start, value));
      assertThat((byte) Crc8.update(start & 0xFF, (int) value))
          .isEqualTo(PlainBufferCrc8.crc8(start, (int) value));
      assertThat((byte) Crc8.update(start & 0xFF, (byte) value))
          .isEqualTo(PlainBufferCrc8.crc8(start, (byte) value));
    }
  }
}
