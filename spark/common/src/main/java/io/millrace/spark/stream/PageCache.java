package io.millrace.spark.stream;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The pages that a batch looked into without using them up, for the batch that comes next: the page
 * it ended in, or the one that showed there is more. It belongs to the JVM and is bounded in bytes,
 * the oldest page goes first. What lies in it can be read again at any time.
 *
 * <p>Thread-safe.
 */
final class PageCache {

  /** The cache of this JVM, shared by its tasks. */
  static final PageCache SHARED = new PageCache(32 << 20);

  /** Whose page it is, and from which token. */
  record Key(SourceIdentity source, String channel, String token) {}

  private final long maxBytes;
  private final Map<Key, RecordPage> pages = new LinkedHashMap<>();
  private long bytes;

  PageCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized void put(Key key, RecordPage page) {
    take(key);
    pages.put(key, page);
    bytes += page.bytes().length;
    var oldest = pages.entrySet().iterator();
    while (bytes > maxBytes && oldest.hasNext()) {
      bytes -= oldest.next().getValue().bytes().length;
      oldest.remove();
    }
  }

  /** The page of a token, which is in the cache no longer; null when it was not. */
  synchronized RecordPage take(Key key) {
    RecordPage page = pages.remove(key);
    if (page != null) {
      bytes -= page.bytes().length;
    }
    return page;
  }
}
