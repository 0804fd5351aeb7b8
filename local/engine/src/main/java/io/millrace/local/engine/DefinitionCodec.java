package io.millrace.local.engine;

import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.IndexSchema;
import io.millrace.local.engine.schema.IndexType;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.Throughput;
import io.millrace.local.engine.store.StoreException;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Definitions of tables as they are stored. */
final class DefinitionCodec {

  private static final int FORMAT = 1;

  private DefinitionCodec() {}

  static byte[] encode(TableDefinition table) {
    ByteWriter out = new ByteWriter(256);
    out.writeByte(FORMAT);
    out.writeVarint(table.id());
    encodeSchema(out, table.schema());
    out.writeSigned(table.options().timeToLive());
    out.writeVarint(table.options().maxVersions());
    out.writeVarint(table.options().deviationSeconds());
    out.writeBoolean(table.options().allowUpdate());
    out.writeVarint(table.reserved().read());
    out.writeVarint(table.reserved().write());
    out.writeVarint(table.throughputMicros());
    out.writeBoolean(table.localTransactions());
    out.writeVarint(table.creationMicros());
    out.writeText(table.partitioning().name());
    out.writeVarint(table.bounds().size());
    table.bounds().forEach(out::writeBlob);
    out.writeBoolean(table.stream() != null);
    if (table.stream() != null) {
      encodeStream(out, table.stream(), table.shards());
    }
    out.writeVarint(table.indexes().size());
    table.indexes().forEach(index -> encodeIndex(out, index));
    out.writeText(table.indexOf() == null ? "" : table.indexOf());
    out.writeBoolean(table.building());
    out.writeBoolean(table.options().updateFullRow());
    return out.toByteArray();
  }

  /**
   * Decodes what the store has under a table's key.
   *
   * @throws StoreException if it is damaged
   */
  static TableDefinition decode(byte[] key, byte[] bytes) {
    try {
      return decode(bytes);
    } catch (RuntimeException e) {
      throw new StoreException(
          "The definition of table '%s' of instance '%s' is damaged (%s): run 'millrace admin repair' on the data directory."
              .formatted(KeySpace.nameOfTable(key), KeySpace.instanceOfTable(key), e),
          e);
    }
  }

  static TableDefinition decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IllegalStateException("a table definition has the unknown format " + format);
    }
    long id = in.readVarint();
    TableSchema schema = decodeSchema(in);
    TableOptions options =
        new TableOptions((int) in.readSigned(), in.readInt(), in.readVarint(), in.readBoolean());
    Throughput reserved = new Throughput(in.readInt(), in.readInt());
    long throughputMicros = in.readVarint();
    boolean localTransactions = in.readBoolean();
    long creationMicros = in.readVarint();
    Partitioning partitioning = Partitioning.valueOf(in.readText());
    List<byte[]> bounds = decodeList(in, ByteReader::readBlob);
    TableDefinition table =
        new TableDefinition(
                id,
                schema,
                options,
                reserved,
                creationMicros,
                localTransactions,
                partitioning,
                bounds)
            .withThroughput(reserved, throughputMicros);
    if (in.readBoolean()) {
      StreamDetails stream = decodeStream(in);
      table = table.withStream(stream, decodeList(in, ShardDefinition::decode));
    }
    table = table.withIndexes(decodeList(in, DefinitionCodec::decodeIndex));
    String indexOf = in.readText();
    table = table.asIndexOf(indexOf.isEmpty() ? null : indexOf, in.readBoolean());
    return in.hasMore() && in.readBoolean() ? table.withOptions(updatingFullRows(options)) : table;
  }

  private static TableOptions updatingFullRows(TableOptions options) {
    return new TableOptions(
        options.timeToLive(),
        options.maxVersions(),
        options.deviationSeconds(),
        options.allowUpdate(),
        true);
  }

  private static void encodeSchema(ByteWriter out, TableSchema schema) {
    out.writeText(schema.name());
    out.writeVarint(schema.key().size());
    for (KeyColumn column : schema.key()) {
      out.writeText(column.name());
      out.writeText(column.type().name());
      out.writeBoolean(column.autoIncrement());
    }
    out.writeVarint(schema.definedColumns().size());
    for (DefinedColumn column : schema.definedColumns()) {
      out.writeText(column.name());
      out.writeText(column.type().name());
    }
  }

  private static TableSchema decodeSchema(ByteReader in) {
    return new TableSchema(
        in.readText(),
        decodeList(
            in,
            from ->
                new KeyColumn(
                    from.readText(), ValueType.valueOf(from.readText()), from.readBoolean())),
        decodeList(
            in, from -> new DefinedColumn(from.readText(), ValueType.valueOf(from.readText()))));
  }

  private static void encodeStream(
      ByteWriter out, StreamDetails stream, List<ShardDefinition> shards) {
    out.writeText(stream.streamId());
    out.writeVarint(stream.options().retentionHours());
    out.writeVarint(stream.options().originColumns().size());
    stream.options().originColumns().forEach(out::writeText);
    out.writeVarint(stream.enabledMicros());
    out.writeVarint(shards.size());
    shards.forEach(shard -> shard.encode(out));
  }

  private static StreamDetails decodeStream(ByteReader in) {
    String streamId = in.readText();
    int retentionHours = in.readInt();
    List<String> originColumns = decodeList(in, ByteReader::readText);
    return new StreamDetails(
        streamId, new StreamOptions(true, retentionHours, originColumns), in.readVarint());
  }

  private static void encodeIndex(ByteWriter out, IndexSchema index) {
    out.writeText(index.name());
    out.writeVarint(index.key().size());
    index.key().forEach(out::writeText);
    out.writeVarint(index.columns().size());
    index.columns().forEach(out::writeText);
    out.writeText(index.type().name());
  }

  private static IndexSchema decodeIndex(ByteReader in) {
    return new IndexSchema(
        in.readText(),
        decodeList(in, ByteReader::readText),
        decodeList(in, ByteReader::readText),
        IndexType.valueOf(in.readText()));
  }

  private static <T> List<T> decodeList(ByteReader in, Function<ByteReader, T> one) {
    List<T> list = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      list.add(one.apply(in));
    }
    return list;
  }
}
