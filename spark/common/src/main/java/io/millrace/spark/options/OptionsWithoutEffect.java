package io.millrace.spark.options;

import static io.millrace.spark.options.OptionUse.BATCH;
import static io.millrace.spark.options.OptionUse.TABLE;
import static io.millrace.spark.options.OptionUse.WRITE;

import java.util.List;
import java.util.Set;

/** Options of the older connector that are accepted, so that its scripts run. */
final class OptionsWithoutEffect {

  private static final Set<OptionUse> WRITES = Set.of(TABLE, WRITE);
  private static final OptionDeclarations OPTIONS = new OptionDeclarations();

  static {
    written("version", "There is one writer.");
    written("writer.batch.request.type", "Rows are always written by BatchWriteRow.");
    written("writer.batch.order.guaranteed", "The order of a key's rows is always kept.");
    written("writer.batch.duplicate.allowed", "A key is never twice in a request.");
    written("writer.bucket.num", "Rows are not put into buckets.");
    written("writer.callback.pool.num", "Set by the connector.");
    written("writer.callback.pool.queue.size", "Set by the connector.");
    written("writer.flush.interval.ms", "A task flushes when it ends.");
    written("writer.max.column.count", "The service's own limit holds.");
    written("writer.max.attr.size.byte", "The service's own limit holds.");
    written("writer.max.pk.size.byte", "The service's own limit holds.");
    written("client.io.pool", "Set by the connector.");
    written("client.retry.strategy", "Retries last for `client.retry.time.s`.");
    written("client.retry.count", "Retries last for `client.retry.time.s`.");
    written("client.retry.pause.ms", "Pauses grow from 50 ms to 5 s.");
    OPTIONS.withoutEffect(
        Set.of(TABLE, BATCH),
        "search.index.name",
        OptionType.matching("", "an empty text"),
        "",
        "Search indexes are not used.");
    OPTIONS.withoutEffect(
        WRITES,
        "spark.ignore.on-failure.enabled",
        OptionType.matching("(?i)false", "false"),
        "false",
        "A row that cannot be written fails the task or goes to `writer.dead.letter.table`.");
  }

  private OptionsWithoutEffect() {}

  static List<TablestoreOption<?>> all() {
    return OPTIONS.all();
  }

  private static void written(String name, String reason) {
    OPTIONS.withoutEffect(WRITES, name, OptionType.anyText(), "", reason);
  }
}
