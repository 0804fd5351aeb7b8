package io.millrace.local.engine;

import io.millrace.local.engine.schema.DefinedColumn;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.StreamDetails;
import io.millrace.local.engine.schema.StreamOptions;
import io.millrace.local.engine.schema.TableOptions;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.Throughput;
import io.millrace.protocol.model.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * What is stored of a table.
 *
 * @param bounds the lowest place of each partition, ascending
 * @param stream null if it is off
 * @param shards those of the stream, closed ones included, parents before children
 */
record TableDefinition(
    long id,
    TableSchema schema,
    TableOptions options,
    Throughput reserved,
    long throughputMicros,
    boolean localTransactions,
    long creationMicros,
    Partitioning partitioning,
    List<byte[]> bounds,
    StreamDetails stream,
    List<ShardDefinition> shards) {

  private static final int FORMAT = 1;

  TableDefinition {
    bounds = List.copyOf(bounds);
    shards = List.copyOf(shards);
  }

  TableDefinition withOptions(TableOptions newOptions) {
    return new TableDefinition(
        id,
        schema,
        newOptions,
        reserved,
        throughputMicros,
        localTransactions,
        creationMicros,
        partitioning,
        bounds,
        stream,
        shards);
  }

  TableDefinition withThroughput(Throughput newReserved, long micros) {
    return new TableDefinition(
        id,
        schema,
        options,
        newReserved,
        micros,
        localTransactions,
        creationMicros,
        partitioning,
        bounds,
        stream,
        shards);
  }

  TableDefinition withStream(StreamDetails newStream, List<ShardDefinition> newShards) {
    return new TableDefinition(
        id,
        schema,
        options,
        reserved,
        throughputMicros,
        localTransactions,
        creationMicros,
        partitioning,
        bounds,
        newStream,
        newShards);
  }

  TableDefinition withShards(List<byte[]> newBounds, List<ShardDefinition> newShards) {
    return new TableDefinition(
        id,
        schema,
        options,
        reserved,
        throughputMicros,
        localTransactions,
        creationMicros,
        partitioning,
        newBounds,
        stream,
        newShards);
  }

  byte[] encode() {
    ByteWriter out = new ByteWriter(256);
    out.writeByte(FORMAT);
    out.writeVarint(id);
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
    out.writeSigned(options.timeToLive());
    out.writeVarint(options.maxVersions());
    out.writeVarint(options.deviationSeconds());
    out.writeBoolean(options.allowUpdate());
    out.writeVarint(reserved.read());
    out.writeVarint(reserved.write());
    out.writeVarint(throughputMicros);
    out.writeBoolean(localTransactions);
    out.writeVarint(creationMicros);
    out.writeText(partitioning.name());
    out.writeVarint(bounds.size());
    bounds.forEach(out::writeBlob);
    out.writeBoolean(stream != null);
    if (stream != null) {
      encodeStream(out);
    }
    return out.toByteArray();
  }

  private void encodeStream(ByteWriter out) {
    out.writeText(stream.streamId());
    out.writeVarint(stream.options().retentionHours());
    out.writeVarint(stream.options().originColumns().size());
    stream.options().originColumns().forEach(out::writeText);
    out.writeVarint(stream.enabledMicros());
    out.writeVarint(shards.size());
    shards.forEach(shard -> shard.encode(out));
  }

  static TableDefinition decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes, 0);
    int format = in.readByte();
    if (format != FORMAT) {
      throw new IllegalStateException("a table definition has the unknown format " + format);
    }
    TableDefinition table =
        new TableDefinition(
            in.readVarint(),
            decodeSchema(in),
            new TableOptions(
                (int) in.readSigned(), in.readInt(), in.readVarint(), in.readBoolean()),
            new Throughput(in.readInt(), in.readInt()),
            in.readVarint(),
            in.readBoolean(),
            in.readVarint(),
            Partitioning.valueOf(in.readText()),
            decodeBounds(in),
            null,
            List.of());
    return in.readBoolean() ? decodeStream(table, in) : table;
  }

  private static TableSchema decodeSchema(ByteReader in) {
    String name = in.readText();
    List<KeyColumn> key = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      key.add(new KeyColumn(in.readText(), ValueType.valueOf(in.readText()), in.readBoolean()));
    }
    List<DefinedColumn> defined = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      defined.add(new DefinedColumn(in.readText(), ValueType.valueOf(in.readText())));
    }
    return new TableSchema(name, key, defined);
  }

  private static List<byte[]> decodeBounds(ByteReader in) {
    List<byte[]> bounds = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      bounds.add(in.readBlob());
    }
    return bounds;
  }

  private static TableDefinition decodeStream(TableDefinition table, ByteReader in) {
    String streamId = in.readText();
    int retentionHours = in.readInt();
    List<String> originColumns = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      originColumns.add(in.readText());
    }
    StreamDetails stream =
        new StreamDetails(
            streamId, new StreamOptions(true, retentionHours, originColumns), in.readVarint());
    List<ShardDefinition> shards = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      shards.add(ShardDefinition.decode(in));
    }
    return table.withStream(stream, shards);
  }
}
