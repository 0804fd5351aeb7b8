package io.millrace.local.engine.store;

import java.util.Arrays;

/**
 * An immutable B+ tree of byte strings. A change copies the nodes on its path and shares the rest,
 * so that every tree ever handed out stays a snapshot for free; within one {@link Editor} a node is
 * copied once and then changed in place.
 */
final class Tree {

  static final int FANOUT = 64;
  static final Tree EMPTY = new Tree(new Node(null, true));

  final Node root;

  private Tree(Node root) {
    this.root = root;
  }

  byte[] get(byte[] key) {
    Node node = root;
    while (!node.leaf) {
      node = node.child(node.childIndex(key));
    }
    int i = node.find(key);
    return i < 0 ? null : (byte[]) node.items[i];
  }

  Editor edit() {
    return new Editor(root);
  }

  /**
   * Leaf: {@code keys[i]} belongs to the value {@code items[i]}. Inner node: all keys below the
   * child {@code items[i]} are at least {@code keys[i]}, where {@code keys[0]} counts as lowest.
   */
  static final class Node {
    private final Object owner;
    final boolean leaf;
    byte[][] keys;
    Object[] items;
    int size;

    private Node(Object owner, boolean leaf) {
      this(owner, leaf, 8);
    }

    private Node(Object owner, boolean leaf, int capacity) {
      this.owner = owner;
      this.leaf = leaf;
      this.keys = new byte[capacity][];
      this.items = new Object[capacity];
    }

    /** Returns the index of the key, or minus its insertion point minus one. */
    int find(byte[] key) {
      return Arrays.binarySearch(keys, 0, size, key, Arrays::compareUnsigned);
    }

    int childIndex(byte[] key) {
      int low = 1;
      int high = size - 1;
      while (low <= high) {
        int middle = (low + high) >>> 1;
        if (Arrays.compareUnsigned(keys[middle], key) <= 0) {
          low = middle + 1;
        } else {
          high = middle - 1;
        }
      }
      return low - 1;
    }

    Node child(int i) {
      return (Node) items[i];
    }

    private Node ownedBy(Object editor) {
      if (owner == editor) {
        return this;
      }
      Node copy = new Node(editor, leaf, Math.max(8, Math.min(FANOUT, size + size / 4 + 1)));
      copy.append(this, 0, size);
      return copy;
    }

    private void append(Node other, int from, int to) {
      System.arraycopy(other.keys, from, keys, size, to - from);
      System.arraycopy(other.items, from, items, size, to - from);
      size += to - from;
    }

    private void insert(int at, byte[] key, Object item) {
      if (size == keys.length) {
        keys = Arrays.copyOf(keys, Math.min(FANOUT, 2 * size));
        items = Arrays.copyOf(items, keys.length);
      }
      System.arraycopy(keys, at, keys, at + 1, size - at);
      System.arraycopy(items, at, items, at + 1, size - at);
      keys[at] = key;
      items[at] = item;
      size++;
    }

    private void remove(int at) {
      System.arraycopy(keys, at + 1, keys, at, size - at - 1);
      System.arraycopy(items, at + 1, items, at, size - at - 1);
      size--;
      keys[size] = null;
      items[size] = null;
    }

    /** Takes the upper part off a full node; an append at the end leaves this node full. */
    private Node split(boolean appending) {
      int from = appending ? size - 1 : size / 2;
      Node upper = new Node(owner, leaf, FANOUT);
      upper.append(this, from, size);
      Arrays.fill(keys, from, size, null);
      Arrays.fill(items, from, size, null);
      size = from;
      return upper;
    }
  }

  /** One change of a tree, made of many; used by one thread. */
  static final class Editor implements WriteBatch.Visitor {
    /** Marks the nodes made here. Not the editor itself: nodes outlive it and its root. */
    private final Object mark = new Object();

    private Node root;

    private Editor(Node root) {
      this.root = root;
    }

    Tree done() {
      return new Tree(root);
    }

    @Override
    public void put(byte[] key, byte[] value) {
      root = root.ownedBy(mark);
      Node upper = put(root, key, value);
      if (upper != null) {
        Node top = new Node(mark, false);
        top.insert(0, root.keys[0], root);
        top.insert(1, upper.keys[0], upper);
        root = top;
      }
    }

    /** Puts into an owned node and returns the node that had to be split off it, or null. */
    private Node put(Node node, byte[] key, byte[] value) {
      if (node.leaf) {
        int i = node.find(key);
        if (i >= 0) {
          node.items[i] = value;
          return null;
        }
        return insert(node, -i - 1, key, value);
      }
      int i = node.childIndex(key);
      Node child = node.child(i).ownedBy(mark);
      node.items[i] = child;
      Node upper = put(child, key, value);
      return upper == null ? null : insert(node, i + 1, upper.keys[0], upper);
    }

    private Node insert(Node node, int at, byte[] key, Object item) {
      if (node.size < FANOUT) {
        node.insert(at, key, item);
        return null;
      }
      Node upper = node.split(at == node.size);
      if (at > node.size) {
        upper.insert(at - node.size, key, item);
      } else {
        node.insert(at, key, item);
      }
      return upper;
    }

    @Override
    public void delete(byte[] key) {
      byte[] after = Arrays.copyOf(key, key.length + 1);
      deleteRange(key, after);
    }

    @Override
    public void deleteRange(byte[] from, byte[] to) {
      Node rest = without(root, from, to);
      while (rest != null && !rest.leaf && rest.size == 1) {
        rest = rest.child(0);
      }
      root = rest == null ? EMPTY.root : rest;
    }

    /** Returns the node less the keys of {@code [from, to)}, or null if nothing is left. */
    private Node without(Node node, byte[] from, byte[] to) {
      return node.leaf ? leafWithout(node, from, to) : innerWithout(node, from, to);
    }

    private Node leafWithout(Node node, byte[] from, byte[] to) {
      int first = lowerBound(node, from);
      int last = lowerBound(node, to);
      if (first == last) {
        return node;
      }
      if (last - first == node.size) {
        return null;
      }
      Node owned = node.ownedBy(mark);
      if (last - first == 1) {
        owned.remove(first);
        return owned;
      }
      Node rest = new Node(mark, true, FANOUT);
      rest.append(owned, 0, first);
      rest.append(owned, last, owned.size);
      return rest;
    }

    private Node innerWithout(Node node, byte[] from, byte[] to) {
      int first = node.childIndex(from);
      int last = node.childIndex(to);
      Node low = without(node.child(first), from, to);
      Node high = first == last ? null : without(node.child(last), from, to);
      if (low == node.child(first)
          && (last == first || (last == first + 1 && high == node.child(last)))) {
        return node;
      }
      if (first == last && low != null) {
        Node owned = node.ownedBy(mark);
        owned.items[first] = low;
        return owned;
      }
      Node rest = new Node(mark, false, FANOUT);
      rest.append(node, 0, first);
      if (low != null) {
        rest.insert(rest.size, node.keys[first], low);
      }
      if (high != null) {
        rest.insert(rest.size, node.keys[last], high);
      }
      rest.append(node, last + 1, node.size);
      return rest.size == 0 ? null : rest;
    }

    private static int lowerBound(Node leaf, byte[] key) {
      int i = leaf.find(key);
      return i < 0 ? -i - 1 : i;
    }
  }
}
