package io.millrace.local.engine;

/**
 * What is stored of a shard.
 *
 * @param number its place in the store
 * @param id its name for clients
 * @param parentId the shard it continues, or null
 * @param siblingId the second shard it continues, or null
 * @param bound the lowest place of its partition
 * @param createdMicros when it was made; all its records are later
 * @param closed whether others continue it
 */
record ShardDefinition(
    long number,
    String id,
    String parentId,
    String siblingId,
    byte[] bound,
    long createdMicros,
    boolean closed) {

  ShardDefinition close() {
    return new ShardDefinition(number, id, parentId, siblingId, bound, createdMicros, true);
  }

  void encode(ByteWriter out) {
    out.writeVarint(number);
    out.writeText(id);
    out.writeText(parentId == null ? "" : parentId);
    out.writeText(siblingId == null ? "" : siblingId);
    out.writeBlob(bound);
    out.writeVarint(createdMicros);
    out.writeBoolean(closed);
  }

  static ShardDefinition decode(ByteReader in) {
    return new ShardDefinition(
        in.readVarint(),
        in.readText(),
        emptyToNull(in.readText()),
        emptyToNull(in.readText()),
        in.readBlob(),
        in.readVarint(),
        in.readBoolean());
  }

  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
