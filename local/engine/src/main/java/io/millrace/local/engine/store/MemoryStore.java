package io.millrace.local.engine.store;

/** A store that lives and ends with its process. */
public final class MemoryStore implements KeyValueStore {

  private volatile Tree tree = Tree.EMPTY;

  @Override
  public byte[] get(byte[] key) {
    return tree.get(key);
  }

  @Override
  public Snapshot snapshot() {
    return new MemorySnapshot(tree);
  }

  @Override
  public synchronized void write(WriteBatch batch, Durability durability) {
    Tree.Editor editor = tree.edit();
    batch.forEach(editor);
    tree = editor.done();
  }

  @Override
  public void requireRoom(long bytes) {}

  @Override
  public void close() {
    tree = Tree.EMPTY;
  }

  private record MemorySnapshot(Tree tree) implements Snapshot {

    @Override
    public byte[] get(byte[] key) {
      return tree.get(key);
    }

    @Override
    public Cursor ascending(byte[] from, byte[] to) {
      return new TreeCursor(tree, from, to, true);
    }

    @Override
    public Cursor descending(byte[] from, byte[] to) {
      return new TreeCursor(tree, from, to, false);
    }

    @Override
    public void close() {}
  }
}
