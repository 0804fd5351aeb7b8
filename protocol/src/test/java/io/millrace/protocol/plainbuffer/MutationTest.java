package io.millrace.protocol.plainbuffer;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.google.protobuf.ByteString;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged documents: a value or the one exception, in bounded time. */
class MutationTest {
  private static final long SEED = 20_261_122;
  private static final int[] EVIL_LENGTHS = {
    -1, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 8, 1 << 30, 1 << 20, 0
  };

  private final Random random = new Random(SEED);
  private final RowCodec codec = new RowCodec();
  private int decoded;
  private int refused;

  @Test
  void twoHundredThousandDamagedDocuments() {
    RandomRows rows = new RandomRows(SEED);
    assertTimeout(
        ofMinutes(2),
        () -> {
          for (int i = 0; i < 200_000; i++) {
            byte[] bytes = codec.encodeRows(rows.rows(3)).toByteArray();
            decode(ByteString.copyFrom(mutate(bytes)));
          }
        });
    assertThat(refused).as("seed %s", SEED).isGreaterThan(100_000);
    assertThat(decoded).as("seed %s", SEED).isGreaterThan(1_000);
  }

  @Test
  void everyCutIsRefused() {
    byte[] bytes = codec.encodeRow(new RandomRows(3).row()).toByteArray();
    for (int length = 1; length < bytes.length; length++) {
      ByteString cut = ByteString.copyFrom(bytes, 0, length);
      if (length == Integer.BYTES) {
        // A header alone: a document without rows.
        assertThat(codec.decodeRows(cut)).isEmpty();
      } else {
        int before = refused;
        decode(cut);
        assertThat(refused).as("cut at %s of %s", length, bytes.length).isEqualTo(before + 1);
      }
    }
  }

  @Test
  void damagedBareValues() {
    RandomRows rows = new RandomRows(SEED + 1);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = mutate(codec.encodeValue(rows.value()).toByteArray());
      try {
        codec.decodeValue(ByteString.copyFrom(bytes));
        decoded++;
      } catch (PlainBufferException e) {
        assertThat(e.getMessage()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(1_000);
    assertThat(decoded).isGreaterThan(1_000);
  }

  @Test
  void damagedMatrices() {
    RandomRows rows = new RandomRows(SEED + 2);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = mutate(matrix(rows).toByteArray());
      if (random.nextBoolean() && bytes.length > 2) {
        // A right checksum lets the damage through to the parser.
        bytes[bytes.length - 2] = MatrixTags.CHECKSUM;
        bytes[bytes.length - 1] = (byte) Crc8.update(0, bytes, 0, bytes.length - 1);
      }
      try {
        SimpleRowMatrixReader reader = new SimpleRowMatrixReader(ByteString.copyFrom(bytes));
        while (reader.nextRow()) {
          for (int column = 0; column < reader.columns().size(); column++) {
            ValueType type = reader.type(column);
            assertThat(reader.value(column) == null).isEqualTo(type == null);
          }
        }
        decoded++;
      } catch (PlainBufferException e) {
        assertThat(e.getMessage()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10_000);
    assertThat(decoded).isGreaterThan(100);
  }

  private void decode(ByteString bytes) {
    try {
      codec.decodeRows(bytes);
      decoded++;
    } catch (PlainBufferException e) {
      assertThat(e.getMessage()).isNotEmpty();
      refused++;
    }
    try {
      codec.decodeRow(bytes);
    } catch (PlainBufferException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private ByteString matrix(RandomRows rows) {
    var writer = new SimpleRowMatrixWriter(List.of("k"), List.of("a", "b"), random.nextBoolean());
    for (int i = random.nextInt(4); i > 0; i--) {
      writer.beginRow();
      for (int column = 0; column < 3; column++) {
        Value value = rows.value();
        writer.value(random.nextInt(4) == 0 ? null : value);
      }
    }
    return writer.finish();
  }

  private byte[] mutate(byte[] original) {
    byte[] bytes = original.clone();
    for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(7)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(17);
        case 2 -> bytes[at] = (byte) random.nextInt();
        case 3 -> bytes = Arrays.copyOf(bytes, at);
        case 4 -> {
          if (at + Integer.BYTES <= bytes.length) {
            LittleEndian.putInt(bytes, at, EVIL_LENGTHS[random.nextInt(EVIL_LENGTHS.length)]);
          }
        }
        case 5 -> {
          int other = random.nextInt(bytes.length);
          byte swapped = bytes[at];
          bytes[at] = bytes[other];
          bytes[other] = swapped;
        }
        default -> {
          byte[] longer = Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(8));
          System.arraycopy(bytes, at, longer, at + longer.length - bytes.length, bytes.length - at);
          bytes = longer;
        }
      }
    }
    return bytes;
  }
}
