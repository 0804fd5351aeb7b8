package io.millrace.spark.pushdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Value;
import io.millrace.spark.pushdown.Condition.AllOf;
import io.millrace.spark.pushdown.Condition.AnyOf;
import io.millrace.spark.pushdown.Condition.Comparator;
import io.millrace.spark.pushdown.Condition.Comparison;
import io.millrace.spark.pushdown.Condition.Not;
import io.millrace.spark.pushdown.Condition.Present;
import io.millrace.spark.pushdown.Condition.Same;
import io.millrace.spark.pushdown.Condition.Unknown;
import io.millrace.spark.pushdown.KeyRanges.Selection;
import io.millrace.spark.schema.ServiceType;
import io.millrace.spark.schema.TableKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyRangesTest {

  private static final TableKey KEY =
      new TableKey(
          "T",
          List.of(
              new TableKey.Column("a", ServiceType.INTEGER, false),
              new TableKey.Column("b", ServiceType.STRING, false),
              new TableKey.Column("c", ServiceType.INTEGER, false)));

  private static final List<Value> NUMBERS =
      Stream.of(Long.MIN_VALUE, -1L, 0L, 1L, 2L, Long.MAX_VALUE).map(Value::of).toList();
  private static final List<Value> TEXTS =
      Stream.of("", "\0", "a", "a\0", "ab", "b", "\uFFFF", "\uD83D\uDE00").map(Value::of).toList();

  private static Comparison compare(String column, Comparator comparator, Value value) {
    return new Comparison(column, comparator, value);
  }

  private static List<PrimaryKey> allKeys() {
    List<PrimaryKey> keys = new ArrayList<>();
    for (Value a : NUMBERS) {
      for (Value b : TEXTS) {
        for (Value c : NUMBERS) {
          keys.add(
              PrimaryKey.of(
                  new PrimaryKeyColumn("a", a),
                  new PrimaryKeyColumn("b", b),
                  new PrimaryKeyColumn("c", c)));
        }
      }
    }
    return keys;
  }

  private static boolean holds(List<KeyRange> ranges, PrimaryKey key) {
    return ranges.stream()
        .anyMatch(range -> range.start().compareTo(key) <= 0 && key.compareTo(range.end()) < 0);
  }

  @Test
  void aSideOfAnOrThatSaysNothingOfTheKeyLeavesAllKeys() {
    Condition id = compare("a", Comparator.EQUAL, Value.of(1));
    Condition city = compare("city", Comparator.EQUAL, Value.of("x"));

    Selection selection =
        KeyRanges.select(KEY, List.of(new AnyOf(List.of(id, city)), new Not(new Not(id))));
    Selection or = KeyRanges.select(KEY, List.of(new AnyOf(List.of(id, city))));
    Selection unsupported = KeyRanges.select(KEY, List.of(new AnyOf(List.of(id, new Unknown()))));

    assertThat(or.ranges()).containsExactly(KeyRange.all(KEY));
    assertThat(or.exact()).containsExactly(false);
    assertThat(unsupported.ranges()).containsExactly(KeyRange.all(KEY));
    assertThat(selection.ranges()).hasSize(1).doesNotContain(KeyRange.all(KEY));
    assertThat(selection.exact()).containsExactly(false, true);
  }

  @Test
  void wholeKeysArePoints() {
    List<Condition> key =
        List.of(
            compare("a", Comparator.EQUAL, Value.of(Long.MAX_VALUE)),
            compare("b", Comparator.EQUAL, Value.of("x")),
            new AnyOf(
                List.of(
                    compare("c", Comparator.EQUAL, Value.of(Long.MAX_VALUE)),
                    compare("c", Comparator.EQUAL, Value.of(7)))));

    Selection selection = KeyRanges.select(KEY, key);

    assertThat(selection.points()).isTrue();
    assertThat(selection.ranges()).hasSize(2);
    assertThat(selection.exact()).containsOnly(true);
    assertThat(KeyRanges.select(KEY, key.subList(0, 2)).points()).isFalse();
  }

  @Test
  void aGapBehindTheFirstColumnIsNotExact() {
    List<Condition> conditions =
        List.of(
            compare("a", Comparator.GREATER, Value.of(0)),
            compare("c", Comparator.EQUAL, Value.of(1)));

    assertThat(KeyRanges.select(KEY, conditions).exact()).containsExactly(false, false);
  }

  @Test
  void boundsBesideTheLongestKeyAreNotExact() {
    TableKey one = new TableKey("T", List.of(new TableKey.Column("b", ServiceType.STRING, false)));
    Value longest = Value.of("x".repeat(1024));
    Value shorter = Value.of("x".repeat(1023));

    assertThat(exact(one, Comparator.LESS_OR_EQUAL, longest)).isFalse();
    assertThat(exact(one, Comparator.GREATER, longest)).isFalse();
    assertThat(exact(one, Comparator.LESS, longest)).isTrue();
    assertThat(exact(one, Comparator.LESS_OR_EQUAL, shorter)).isTrue();
  }

  private static boolean exact(TableKey key, Comparator comparator, Value value) {
    return KeyRanges.select(key, List.of(compare("b", comparator, value))).exact().get(0);
  }

  @Test
  void tooManyAlternativesAreLeftToSpark() {
    List<Condition> many = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      many.add(compare("a", Comparator.EQUAL, Value.of(i * 2)));
    }

    Selection selection =
        KeyRanges.select(
            KEY, List.of(new AnyOf(many), compare("a", Comparator.EQUAL, Value.of(4))));

    assertThat(selection.ranges()).hasSize(1);
    assertThat(selection.exact()).containsExactly(false, true);
  }

  @Test
  void rangesHoldEveryKeyForWhichTheConditionsMayBeTrue() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<PrimaryKey> keys = allKeys();
    int exactOnes = 0;
    for (int round = 0; round < 3000; round++) {
      List<Condition> conditions = new ArrayList<>();
      for (int i = random.nextInt(3); i >= 0; i--) {
        conditions.add(randomCondition(random, 3));
      }
      Selection selection = KeyRanges.select(KEY, conditions);
      for (int i = 1; i < selection.ranges().size(); i++) {
        assertThat(selection.ranges().get(i - 1).end())
            .isLessThan(selection.ranges().get(i).start());
      }
      exactOnes += (int) selection.exact().stream().filter(each -> each).count();
      for (PrimaryKey key : keys) {
        boolean held = holds(selection.ranges(), key);
        for (int i = 0; i < conditions.size(); i++) {
          boolean mayBeTrue = conditions.stream().allMatch(each -> mayBe(each, key, true));
          assertThat(held || !mayBeTrue)
              .as("seed %s, key %s of %s in %s", seed, key, conditions, selection.ranges())
              .isTrue();
          if (selection.exact().get(i)) {
            assertThat(!held || !mayBe(conditions.get(i), key, false))
                .as("seed %s, key %s of %s in %s", seed, key, conditions, selection.ranges())
                .isTrue();
          }
        }
      }
    }
    assertThat(exactOnes).isGreaterThan(100);
  }

  private static Condition randomCondition(Random random, int depth) {
    int kind = depth == 0 ? 3 + random.nextInt(7) : random.nextInt(10);
    return switch (kind) {
      case 0 ->
          new AllOf(
              List.of(randomCondition(random, depth - 1), randomCondition(random, depth - 1)));
      case 1 ->
          new AnyOf(
              List.of(randomCondition(random, depth - 1), randomCondition(random, depth - 1)));
      case 2 -> new Not(randomCondition(random, depth - 1));
      case 3 -> random.nextInt(3) == 0 ? new Unknown() : new Present("a");
      case 4 -> new Same("a", pick(random, NUMBERS));
      case 5, 6 -> compare("b", pick(random), pick(random, TEXTS));
      case 7 -> compare("c", pick(random), pick(random, NUMBERS));
      default -> compare("a", pick(random), pick(random, NUMBERS));
    };
  }

  private static Comparator pick(Random random) {
    return Comparator.values()[random.nextInt(Comparator.values().length)];
  }

  private static Value pick(Random random, List<Value> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** The definition, evaluated: whether a condition can have an outcome for a key. */
  private static boolean mayBe(Condition condition, PrimaryKey key, boolean outcome) {
    if (condition instanceof Comparison comparison) {
      return compares(key, comparison.column(), comparison.comparator(), comparison.value())
          == outcome;
    }
    if (condition instanceof Same same) {
      return compares(key, same.column(), Comparator.EQUAL, same.value()) == outcome;
    }
    if (condition instanceof Present) {
      return outcome;
    }
    if (condition instanceof Not not) {
      return mayBe(not.condition(), key, !outcome);
    }
    if (condition instanceof AllOf all) {
      return outcome
          ? all.conditions().stream().allMatch(each -> mayBe(each, key, true))
          : all.conditions().stream().anyMatch(each -> mayBe(each, key, false));
    }
    if (condition instanceof AnyOf any) {
      return outcome
          ? any.conditions().stream().anyMatch(each -> mayBe(each, key, true))
          : any.conditions().stream().allMatch(each -> mayBe(each, key, false));
    }
    return true;
  }

  private static boolean compares(
      PrimaryKey key, String column, Comparator comparator, Value value) {
    int order = key.value(KEY.names().indexOf(column)).compareTo(value);
    return switch (comparator) {
      case EQUAL -> order == 0;
      case NOT_EQUAL -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
