package io.millrace.local.engine.store;

import java.util.Arrays;

/** Walks a {@link Tree} with a stack of its nodes from the root to the current leaf. */
final class TreeCursor implements Cursor {

  private static final int MAX_DEPTH = 16;

  private final boolean ascending;
  private final byte[] limit;
  private final Tree.Node[] nodes = new Tree.Node[MAX_DEPTH];
  private final int[] indexes = new int[MAX_DEPTH];
  private int top;
  private boolean ended;

  /** Stands so that one step leads to the first entry of {@code [from, to)} in its direction. */
  TreeCursor(Tree tree, byte[] from, byte[] to, boolean ascending) {
    this.ascending = ascending;
    this.limit = ascending ? to : from;
    byte[] start = ascending ? from : to;
    Tree.Node node = tree.root;
    while (!node.leaf) {
      nodes[top] = node;
      indexes[top] = node.childIndex(start);
      node = node.child(indexes[top]);
      top++;
    }
    int i = node.find(start);
    int lowerBound = i < 0 ? -i - 1 : i;
    nodes[top] = node;
    indexes[top] = ascending ? lowerBound - 1 : lowerBound;
  }

  @Override
  public boolean next() {
    ended = ended || !step() || pastLimit();
    return !ended;
  }

  private boolean pastLimit() {
    int order = Arrays.compareUnsigned(key(), limit);
    return ascending ? order >= 0 : order < 0;
  }

  private boolean step() {
    int delta = ascending ? 1 : -1;
    int depth = top;
    while (indexes[depth] + delta < 0 || indexes[depth] + delta >= nodes[depth].size) {
      if (depth == 0) {
        return false;
      }
      depth--;
    }
    indexes[depth] += delta;
    while (depth < top) {
      Tree.Node child = nodes[depth].child(indexes[depth]);
      depth++;
      nodes[depth] = child;
      indexes[depth] = ascending ? 0 : child.size - 1;
    }
    return true;
  }

  @Override
  public byte[] key() {
    return nodes[top].keys[indexes[top]];
  }

  @Override
  public byte[] value() {
    return (byte[]) nodes[top].items[indexes[top]];
  }

  @Override
  public void close() {}
}
