package io.millrace.local.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link KeyValueStore} promises. */
abstract class KeyValueStoreContract {

  private KeyValueStore store;

  abstract KeyValueStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void absentKeyIsNull() {
    assertThat(store.get(bytes("a"))).isNull();
  }

  @Test
  void emptyKeyAndEmptyValueAreKept() {
    put("", "");
    assertThat(store.get(bytes(""))).isEmpty();
  }

  @Test
  void batchAppliesInOrder() {
    WriteBatch batch = new WriteBatch();
    batch.put(bytes("a"), bytes("1"));
    batch.put(bytes("b"), bytes("2"));
    batch.deleteRange(bytes("a"), bytes("b"));
    batch.put(bytes("b"), bytes("3"));
    batch.delete(bytes("c"));
    assertThat(batch.size()).isEqualTo(5);
    store.write(batch, Durability.SYNCED);
    assertThat(store.get(bytes("a"))).isNull();
    assertThat(store.get(bytes("b"))).isEqualTo(bytes("3"));
  }

  @Test
  void rangesAreHalfOpenAndUnsigned() {
    byte[][] keys = {{}, {0}, {0, 0}, {1}, {0x7f}, {(byte) 0x80}, {(byte) 0xff}, {(byte) 0xff, 0}};
    WriteBatch batch = new WriteBatch();
    for (byte[] key : keys) {
      batch.put(key, key);
    }
    store.write(batch, Durability.BUFFERED);
    try (Snapshot snapshot = store.snapshot()) {
      assertThat(drain(snapshot.ascending(new byte[] {0}, new byte[] {(byte) 0xff, 0})))
          .containsExactly(keys[1], keys[2], keys[3], keys[4], keys[5], keys[6]);
      assertThat(drain(snapshot.descending(new byte[] {0}, new byte[] {(byte) 0xff, 0})))
          .containsExactly(keys[6], keys[5], keys[4], keys[3], keys[2], keys[1]);
      assertThat(drain(snapshot.ascending(new byte[] {2}, new byte[] {3}))).isEmpty();
      assertThat(drain(snapshot.descending(new byte[] {2}, new byte[] {3}))).isEmpty();
    }
  }

  @Test
  void snapshotIsUntouchedByLaterWrites() {
    put("a", "1");
    put("b", "1");
    try (Snapshot snapshot = store.snapshot()) {
      put("a", "2");
      put("ab", "2");
      WriteBatch batch = new WriteBatch();
      batch.delete(bytes("b"));
      store.write(batch, Durability.BUFFERED);
      assertThat(snapshot.get(bytes("a"))).isEqualTo(bytes("1"));
      assertThat(snapshot.get(bytes("b"))).isEqualTo(bytes("1"));
      assertThat(snapshot.get(bytes("ab"))).isNull();
      assertThat(drain(snapshot.ascending(bytes("a"), bytes("z"))))
          .containsExactly(bytes("a"), bytes("b"));
    }
    assertThat(store.get(bytes("b"))).isNull();
  }

  @Test
  void agreesWithSortedMap() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);
    for (int round = 0; round < 300; round++) {
      WriteBatch batch = new WriteBatch();
      boolean append = random.nextInt(4) == 0;
      for (int i = random.nextInt(200); i >= 0; i--) {
        byte[] key = append ? bytes("z%05d%05d".formatted(round, 200 - i)) : randomKey(random);
        switch (random.nextInt(append ? 1 : 12)) {
          case 10 -> {
            batch.delete(key);
            model.remove(key);
          }
          case 11 -> {
            byte[] to = random.nextInt(3) == 0 ? randomKey(random) : after(key, random.nextInt(20));
            batch.deleteRange(key, to);
            if (Arrays.compareUnsigned(key, to) < 0) {
              model.subMap(key, to).clear();
            }
          }
          default -> {
            byte[] value = Integer.toString(random.nextInt()).getBytes(StandardCharsets.US_ASCII);
            batch.put(key, value);
            model.put(key, value);
          }
        }
      }
      store.write(batch, Durability.BUFFERED);
      byte[] one = randomKey(random);
      byte[] other = randomKey(random);
      byte[] from = Arrays.compareUnsigned(one, other) < 0 ? one : other;
      byte[] to = from == one ? other : one;
      assertThat(store.get(one)).as("seed %d round %d", seed, round).isEqualTo(model.get(one));
      try (Snapshot snapshot = store.snapshot()) {
        assertThat(entries(snapshot.ascending(from, to)))
            .as("seed %d round %d", seed, round)
            .isEqualTo(entries(model.subMap(from, to)));
        assertThat(entries(snapshot.descending(from, to)))
            .as("seed %d round %d", seed, round)
            .isEqualTo(entries(model.subMap(from, true, to, false).descendingMap()));
      }
    }
  }

  private static byte[] randomKey(Random random) {
    byte[] key = new byte[random.nextInt(4)];
    random.nextBytes(key);
    return key;
  }

  private static byte[] after(byte[] key, int distance) {
    byte[] result = Arrays.copyOf(key, key.length + 1);
    result[key.length] = (byte) distance;
    return result;
  }

  private static List<String> entries(Map<byte[], byte[]> map) {
    return map.entrySet().stream().map(e -> entry(e.getKey(), e.getValue())).toList();
  }

  private static List<String> entries(Cursor cursor) {
    List<String> result = new ArrayList<>();
    try (cursor) {
      while (cursor.next()) {
        result.add(entry(cursor.key(), cursor.value()));
      }
    }
    return result;
  }

  private static String entry(byte[] key, byte[] value) {
    return Arrays.toString(key) + "=" + new String(value, StandardCharsets.US_ASCII);
  }

  private static List<byte[]> drain(Cursor cursor) {
    List<byte[]> keys = new ArrayList<>();
    try (cursor) {
      while (cursor.next()) {
        keys.add(cursor.key());
      }
      assertThat(cursor.next()).isFalse();
    }
    return keys;
  }

  final void put(String key, String value) {
    WriteBatch batch = new WriteBatch();
    batch.put(bytes(key), bytes(value));
    store.write(batch, Durability.SYNCED);
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
