package io.millrace.local.engine;

import io.millrace.local.engine.store.KeyValueStore;
import java.util.UUID;
import java.util.function.Supplier;

/** The parts of an engine that its instances share. */
record EngineContext(
    KeyValueStore store,
    ServerTime time,
    Supplier<UUID> ids,
    Committer committer,
    Definitions definitions,
    Resharding resharding,
    RowWriter writer,
    RangeReader ranges,
    LogReader log,
    BaseReader base,
    SizeSplitter splits,
    LogTrimmer trimmer) {

  static EngineContext of(KeyValueStore store, EngineOptions options) {
    ServerTime time = new ServerTime(options.clock());
    Committer committer = new Committer(store, options.durability(), time);
    LogReader log = new LogReader(store, time);
    Definitions definitions = new Definitions(store, options.ids(), options.partitions());
    return new EngineContext(
        store,
        time,
        options.ids(),
        committer,
        definitions,
        new Resharding(store, definitions),
        new RowWriter(),
        new RangeReader(store, time),
        log,
        new BaseReader(store, time),
        new SizeSplitter(store),
        new LogTrimmer(store, committer, log));
  }
}
