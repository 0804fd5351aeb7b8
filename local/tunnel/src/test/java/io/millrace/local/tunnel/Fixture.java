package io.millrace.local.tunnel;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.EngineOptions;
import io.millrace.local.engine.log.Chunk;
import io.millrace.local.engine.row.RowWrite;
import io.millrace.local.engine.schema.KeyColumn;
import io.millrace.local.engine.schema.TableSchema;
import io.millrace.local.engine.schema.TableSpec;
import io.millrace.local.engine.store.Durability;
import io.millrace.local.engine.store.KeyValueStore;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.local.engine.store.RocksStore;
import io.millrace.protocol.model.Cell;
import io.millrace.protocol.model.PrimaryKey;
import io.millrace.protocol.model.PrimaryKeyColumn;
import io.millrace.protocol.model.Row;
import io.millrace.protocol.model.Value;
import io.millrace.protocol.model.ValueType;
import io.millrace.protocol.plainbuffer.RowCodec;
import io.millrace.protocol.wire.ReadRecordsResponse;
import io.millrace.protocol.wire.TunnelRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** An engine with one instance, its tunnel service, and short words for what tests do to them. */
final class Fixture implements AutoCloseable {

  static final String INSTANCE = "inst";
  static final String TABLE = "orders";

  final TestClock clock = new TestClock();
  private final Random ids = new Random(7);
  private final int partitions;
  private final Path directory;
  private final KeyValueStore memory;
  private Engine engine;
  private TunnelService service;

  Fixture(StoreKind kind, Path directory, int partitions) {
    this.partitions = partitions;
    this.directory = directory.resolve("data");
    this.memory = kind == StoreKind.MEMORY ? new MemoryStore() : null;
    open();
    engine.createInstance(INSTANCE);
  }

  private void open() {
    engine =
        Engine.open(
            memory == null ? RocksStore.open(directory) : memory,
            EngineOptions.defaults()
                .withClock(clock)
                .withIds(() -> new UUID(ids.nextLong(), ids.nextLong()))
                .withPartitions(partitions)
                .withDurability(Durability.BUFFERED));
    service = TunnelService.open(engine, clock::ticker);
  }

  /** Everything that was only in the memory of the process is lost. */
  void restart() {
    if (memory == null) {
      engine.close();
    }
    open();
  }

  Engine engine() {
    return engine;
  }

  TunnelService service() {
    return service;
  }

  void createTable(String name) {
    engine
        .instance(INSTANCE)
        .createTable(
            TableSpec.of(new TableSchema(name, List.of(new KeyColumn("id", ValueType.STRING)))));
  }

  /** A tunnel of the usual table with the name of its type. */
  String createTunnel(TunnelType type) {
    return createTunnel(type, StreamConfig.LATEST);
  }

  String createTunnel(TunnelType type, StreamConfig config) {
    return service.create(INSTANCE, new NewTunnel(TABLE, type.text(), type, config));
  }

  void put(String key, long value) {
    engine
        .instance(INSTANCE)
        .write(RowWrite.put(TABLE, Row.of(key(key), Cell.put("v", Value.of(value)))));
  }

  void putAll(String prefix, int count) {
    for (int from = 0; from < count; from += 200) {
      List<RowWrite> writes = new ArrayList<>();
      for (int i = from; i < Math.min(count, from + 200); i++) {
        writes.add(RowWrite.put(TABLE, Row.of(key(prefix + i), Cell.put("v", Value.of((long) i)))));
      }
      engine.instance(INSTANCE).writeBatch(writes, false);
    }
  }

  static PrimaryKey key(String key) {
    return PrimaryKey.of(new PrimaryKeyColumn("id", Value.of(key)));
  }

  TunnelDescription describe(String tunnelId) {
    return service.describe(INSTANCE, TunnelRef.ofId(tunnelId));
  }

  List<String> channelIds(String tunnelId) {
    return describe(tunnelId).channels().stream().map(ChannelInfo::id).toList();
  }

  ChannelInfo channel(String tunnelId, String channelId) {
    return describe(tunnelId).channels().stream()
        .filter(channel -> channel.id().equals(channelId))
        .findFirst()
        .orElseThrow();
  }

  /** A client that never connects. */
  static ChannelRef stranger(String tunnelId, String channelId) {
    return new ChannelRef(tunnelId, "spark-client", channelId);
  }

  String start(String tunnelId, String channelId) {
    return service.checkpoint(INSTANCE, stranger(tunnelId, channelId)).token();
  }

  RecordPage read(String tunnelId, String channelId, String token) {
    return service.readRecords(INSTANCE, stranger(tunnelId, channelId), token);
  }

  void checkpoint(String tunnelId, String channelId, String token) {
    service.setCheckpoint(INSTANCE, stranger(tunnelId, channelId), token, 0);
  }

  /** Reads from a token to the first empty page or the end, and checkpoints where it came to. */
  List<Record> drain(String tunnelId, String channelId) {
    List<Record> records = new ArrayList<>();
    String token = start(tunnelId, channelId);
    while (true) {
      RecordPage page = read(tunnelId, channelId, token);
      records.addAll(records(page));
      token = page.nextToken();
      if (!page.mayMore()) {
        checkpoint(tunnelId, channelId, token);
        return records;
      }
    }
  }

  /** What a test looks at in a record. */
  record Record(String action, String key, Long value, long micros) {}

  static List<Record> records(RecordPage page) {
    RowCodec codec = new RowCodec();
    List<Record> records = new ArrayList<>();
    for (TunnelRecord record : messages(page)) {
      Row row = codec.decodeRow(record.getRecord());
      Long value =
          row.size() == 0
              ? null
              : ((io.millrace.protocol.model.IntegerValue) row.cell(0).value()).value();
      records.add(
          new Record(
              record.getActionType().name(),
              ((io.millrace.protocol.model.StringValue) row.primaryKey().value(0)).text(),
              value,
              row.sequenceInfo().map(info -> info.timestampMicros()).orElse(0L)));
    }
    return records;
  }

  /** The records as a client parses them. */
  static List<TunnelRecord> messages(RecordPage page) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Chunk chunk : page.chunks()) {
      bytes.write(chunk.array(), chunk.offset(), chunk.length());
    }
    try {
      return ReadRecordsResponse.newBuilder()
          .mergeFrom(bytes.toByteArray())
          .setNextToken(page.nextToken())
          .build()
          .getRecordsList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    engine.close();
  }
}
