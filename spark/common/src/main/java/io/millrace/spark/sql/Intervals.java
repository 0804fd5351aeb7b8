package io.millrace.spark.sql;

import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.Literal;
import org.apache.spark.sql.catalyst.util.IntervalUtils;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.apache.spark.unsafe.types.CalendarInterval;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads durations as the dialect's functions take them: {@code '30 seconds'} or {@code interval 30
 * seconds}.
 */
final class Intervals {

  private static final long MICROS_PER_DAY = 86_400_000_000L;

  private Intervals() {}

  /** The duration that a literal stands for; empty when it stands for none. */
  static Optional<CalendarInterval> of(Expression expression) {
    if (!(expression instanceof Literal literal) || literal.value() == null) {
      return Optional.empty();
    }
    Object value = literal.value();
    if (value instanceof CalendarInterval interval) {
      return Optional.of(interval);
    }
    if (literal.dataType() instanceof DayTimeIntervalType) {
      return Optional.of(new CalendarInterval(0, 0, (Long) value));
    }
    if (literal.dataType() instanceof YearMonthIntervalType) {
      return Optional.of(new CalendarInterval((Integer) value, 0, 0));
    }
    return literal.dataType() instanceof StringType ? parsed((UTF8String) value) : Optional.empty();
  }

  private static Optional<CalendarInterval> parsed(UTF8String text) {
    try {
      return Optional.ofNullable(IntervalUtils.stringToInterval(text));
    } catch (RuntimeException notAnInterval) {
      return Optional.empty();
    }
  }

  /** Its length in microseconds; empty when it counts months, which have no fixed length. */
  static Optional<Long> micros(CalendarInterval interval) {
    return interval.months == 0
        ? Optional.of(
            Math.addExact(interval.microseconds, Math.multiplyExact(interval.days, MICROS_PER_DAY)))
        : Optional.empty();
  }
}
