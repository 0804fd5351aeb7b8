package io.millrace.protocol.plainbuffer;

import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.SequenceInfo;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows of every shape a document can have. */
final class RandomRows {
  private static final String[] ALPHABET = {
    "a", "b", "Z", "0", "_", "\u00e9", "\u4e2d", "\ud83d\ude00"
  };

  private final Random random;

  RandomRows(long seed) {
    random = new Random(seed);
  }

  List<Row> rows(int most) {
    List<Row> rows = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      rows.add(row());
    }
    return rows;
  }

  Row row() {
    List<Cell> cells = new ArrayList<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      cells.add(cell());
    }
    Row row = Row.of(key(), cells);
    if (random.nextInt(4) == 0) {
      row = row.withDeleteMarker();
    }
    return random.nextBoolean()
        ? row
        : row.withSequenceInfo(
            new SequenceInfo(random.nextInt(), random.nextLong(), random.nextInt()));
  }

  PrimaryKey key() {
    List<PrimaryKeyColumn> columns = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      columns.add(new PrimaryKeyColumn(text(), keyValue()));
    }
    return PrimaryKey.of(columns);
  }

  private Value keyValue() {
    return switch (random.nextInt(8)) {
      case 0 -> Value.INF_MIN;
      case 1 -> Value.INF_MAX;
      case 2 -> Value.AUTO_INCREMENT;
      case 3 -> Value.ofBinary(bytes());
      case 4, 5 -> Value.of(text());
      default -> Value.of(random.nextLong());
    };
  }

  private Cell cell() {
    return switch (random.nextInt(8)) {
      case 0 -> Cell.deleteAllVersions(text());
      case 1 -> Cell.deleteOneVersion(text(), random.nextLong(1L << 50));
      case 2 -> Cell.increment(text(), random.nextLong());
      case 3 -> Cell.put(text(), value());
      default -> Cell.put(text(), value(), random.nextLong(1L << 50));
    };
  }

  Value value() {
    return switch (random.nextInt(5)) {
      case 0 -> Value.of(random.nextLong());
      case 1 -> Value.of(Double.longBitsToDouble(random.nextLong()));
      case 2 -> Value.of(random.nextBoolean());
      case 3 -> Value.ofBinary(bytes());
      default -> Value.of(text());
    };
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(50)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(15); i > 0; i--) {
      text.append(ALPHABET[random.nextInt(ALPHABET.length)]);
    }
    return text.toString();
  }
}
