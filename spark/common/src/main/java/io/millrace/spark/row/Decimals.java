package io.millrace.spark.row;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.protocol.plainbuffer.PlainBufferReader;
import java.math.BigDecimal;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;

/** Decimal numbers in cells: as text, which keeps every digit. */
final class Decimals {

  /** Longer than any decimal of Spark, with room for zeros in front and behind. */
  private static final int MOST_CHARACTERS = 128;

  private Decimals() {}

  /** The number in a cell, or null when the type cannot hold it without rounding. */
  static Decimal read(PlainBufferReader cell, DecimalType type) {
    if (cell.type() == null) {
      return null;
    }
    return switch (cell.type()) {
      case STRING -> parse(cell, type);
      case INTEGER -> fit(BigDecimal.valueOf(cell.longValue()), type);
      case DOUBLE -> fit(BigDecimal.valueOf(cell.doubleValue()), type);
      default -> null;
    };
  }

  private static Decimal parse(PlainBufferReader cell, DecimalType type) {
    if (cell.valueLength() > MOST_CHARACTERS) {
      return null;
    }
    try {
      String text = new String(cell.array(), cell.valueOffset(), cell.valueLength(), UTF_8);
      return fit(new BigDecimal(text), type);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static Decimal fit(BigDecimal number, DecimalType type) {
    // Scales may be enormous; nothing is computed before it is known to be small.
    BigDecimal bare = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    long digits = (long) bare.precision() - bare.scale();
    if (bare.scale() > type.scale() || digits > type.precision() - type.scale()) {
      return null;
    }
    return Decimal.apply(bare.setScale(type.scale()), type.precision(), type.scale());
  }

  /** The text for a number. */
  static String text(Decimal number) {
    return number.toJavaBigDecimal().toPlainString();
  }
}
