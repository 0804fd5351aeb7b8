package io.millrace.local.engine;

import io.millrace.local.engine.store.KeyValueStore;

/** The parts of an engine that its instances share. */
record EngineContext(
    KeyValueStore store,
    ServerTime time,
    Committer committer,
    Definitions definitions,
    RowWriter writer,
    RangeReader ranges,
    LogReader log,
    BaseReader base,
    LogTrimmer trimmer) {

  static EngineContext of(KeyValueStore store, EngineOptions options) {
    ServerTime time = new ServerTime(options.clock());
    Committer committer = new Committer(store, options.durability(), time);
    LogReader log = new LogReader(store, time);
    return new EngineContext(
        store,
        time,
        committer,
        new Definitions(store, options.ids(), options.partitions()),
        new RowWriter(),
        new RangeReader(store, time),
        log,
        new BaseReader(store, time),
        new LogTrimmer(store, committer, log));
  }
}
