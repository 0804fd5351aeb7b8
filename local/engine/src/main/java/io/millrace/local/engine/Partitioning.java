package io.millrace.local.engine;

import io.millrace.protocol.model.IntegerValue;
import io.millrace.protocol.model.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How the rows of a table are divided. Each partition key has a place; a partition owns the places
 * from its bound to that of the next one. All rows of a partition key share a partition.
 */
enum Partitioning {
  /** The place is a hash of two bytes: an empty table can be split evenly. */
  BY_HASH,
  /** The place is the key itself: a partition is a range of keys. */
  BY_KEY;

  private static final int PLACES = 1 << 16;
  private static final byte[] LOWEST = {};

  /** Returns the lower bounds of partitions of equal size. */
  static List<byte[]> evenHashBounds(int partitions) {
    List<byte[]> bounds = new ArrayList<>();
    bounds.add(LOWEST);
    for (int i = 1; i < partitions; i++) {
      int bound = (int) ((long) PLACES * i / partitions);
      bounds.add(new byte[] {(byte) (bound >> 8), (byte) bound});
    }
    return bounds;
  }

  byte[] place(Value partitionKey) {
    if (this == BY_HASH) {
      int hash = hash(partitionKey);
      return new byte[] {(byte) (hash >> 8), (byte) hash};
    }
    return partitionKey instanceof IntegerValue integer
        ? KeySpace.ofLong(integer.value() ^ Long.MIN_VALUE)
        : KeyCodec.content(partitionKey);
  }

  /** Returns the index of the last bound that is not above the place. */
  static int owner(byte[][] bounds, byte[] place) {
    int i = Arrays.binarySearch(bounds, place, Arrays::compareUnsigned);
    return i >= 0 ? i : -i - 2;
  }

  /** Sixteen bits that spread evenly even where keys are consecutive. Never to be changed. */
  private static int hash(Value partitionKey) {
    long hash = 0xcbf29ce484222325L;
    if (partitionKey instanceof IntegerValue integer) {
      hash ^= integer.value();
    } else {
      for (byte b : KeyCodec.content(partitionKey)) {
        hash = (hash ^ b) * 0x100000001b3L;
      }
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return (int) (hash >>> 48);
  }
}
