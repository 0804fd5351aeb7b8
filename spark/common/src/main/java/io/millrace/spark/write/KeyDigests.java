package io.millrace.spark.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.alicloud.openservices.tablestore.model.PrimaryKey;
import com.alicloud.openservices.tablestore.model.PrimaryKeyColumn;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.Set;

/**
 * A set of keys, of which it holds 128 bits each. Two keys with the same bits are so unlikely that
 * a row kept by mistake is the worst that can be expected of it, once in a very long time.
 */
final class KeyDigests implements Serializable {

  private static final long serialVersionUID = 1L;

  private record Digest(long high, long low) implements Serializable {}

  private final Set<Digest> digests = new HashSet<>();
  private transient MessageDigest md;

  void add(PrimaryKey key) {
    digests.add(digest(key));
  }

  void addAll(KeyDigests others) {
    digests.addAll(others.digests);
  }

  boolean contains(PrimaryKey key) {
    return digests.contains(digest(key));
  }

  boolean containsAll(KeyDigests others) {
    return digests.containsAll(others.digests);
  }

  private Digest digest(PrimaryKey key) {
    try {
      if (md == null) {
        md = MessageDigest.getInstance("SHA-256");
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    for (PrimaryKeyColumn column : key.getPrimaryKeyColumns()) {
      byte[] value = bytes(column.getValue());
      md.update(ByteBuffer.allocate(4).putInt(value.length).flip());
      md.update(value);
    }
    ByteBuffer digest = ByteBuffer.wrap(md.digest());
    return new Digest(digest.getLong(), digest.getLong());
  }

  private static byte[] bytes(PrimaryKeyValue value) {
    return switch (value.getType()) {
      case INTEGER -> ByteBuffer.allocate(8).putLong(value.asLong()).array();
      case STRING -> value.asString().getBytes(UTF_8);
      default -> value.asBinary();
    };
  }
}
