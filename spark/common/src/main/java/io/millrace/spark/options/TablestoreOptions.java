package io.millrace.spark.options;

import static io.millrace.spark.options.OptionUse.BATCH;
import static io.millrace.spark.options.OptionUse.NEW_TABLE;
import static io.millrace.spark.options.OptionUse.STREAM;
import static io.millrace.spark.options.OptionUse.TABLE;
import static io.millrace.spark.options.OptionUse.WRITE;

import io.millrace.protocol.error.Limits;
import io.millrace.spark.options.TablestoreOption.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The declarations of all options, in the order of the options page. */
public final class TablestoreOptions {

  private static final List<TablestoreOption<?>> ALL = new ArrayList<>();
  private static final Set<OptionUse> EVERYWHERE = Set.of(TABLE, STREAM, BATCH, WRITE);
  private static final Set<OptionUse> DEFINITION = Set.of(TABLE);
  private static final Set<OptionUse> MAKING = Set.of(NEW_TABLE);

  public static final TablestoreOption<String> ENDPOINT =
      declare(
          "endpoint",
          OptionType.endpoint(),
          null,
          DEFINITION,
          "Address of the Tablestore service.");

  public static final TablestoreOption<String> INSTANCE_NAME =
      declare(
          "instance.name",
          OptionType.matching(
              "[A-Za-z0-9_-]+", "a name of letters, digits, hyphens and underscores"),
          null,
          DEFINITION,
          "Instance that holds the table.");

  public static final TablestoreOption<String> ACCESS_KEY_ID =
      secret(
          "access.key.id",
          OptionType.matching("[A-Za-z0-9+./_-]+", "the AccessKey ID of the account"),
          "AccessKey ID of the account. Without it, the key is taken from a Hadoop credential"
              + " provider, or from the variables `TABLESTORE_ACCESS_KEY_ID` and so on of the"
              + " driver.");

  public static final TablestoreOption<String> ACCESS_KEY_SECRET =
      secret("access.key.secret", OptionType.text(), "AccessKey secret of the account.");

  public static final TablestoreOption<String> SECURITY_TOKEN =
      secret(
          "security.token",
          OptionType.text(),
          "Token of a temporary AccessKey. It cannot be renewed here; in a credential provider it"
              + " can.");

  public static final TablestoreOption<String> CREDENTIAL_PROVIDER_PATH =
      declare(
          "credential.provider.path",
          OptionType.text(),
          null,
          DEFINITION,
          "Hadoop credential providers that hold the key, such as"
              + " `jceks://hdfs/user/me/keys.jceks`. Without it, those of"
              + " `hadoop.security.credential.provider.path`.");

  public static final TablestoreOption<String> CREDENTIAL_ALIAS =
      declare(
          "credential.alias",
          OptionType.text(),
          "tablestore",
          DEFINITION,
          "What the aliases in a credential provider begin with: `tablestore.access.key.id`,"
              + " `tablestore.access.key.secret` and, for a temporary key,"
              + " `tablestore.security.token`.");

  public static final TablestoreOption<Integer> CREDENTIAL_REFRESH_S =
      declare(
          "credential.refresh.s",
          OptionType.integer(1, 86_400),
          "60",
          DEFINITION,
          "How many seconds a key of a credential provider is used before it is read again, by"
              + " every executor and by running streams too.");

  public static final TablestoreOption<String> TABLE_NAME =
      declare(
          "table.name",
          OptionType.matching(
              "[A-Za-z_][A-Za-z0-9_]*",
              "a name of letters, digits and underscores that does not begin with a digit"),
          null,
          DEFINITION,
          "Table in the instance.");

  public static final TablestoreOption<String> CATALOG =
      declare(
          "catalog",
          OptionType.text(),
          null,
          DEFINITION,
          "Columns as JSON: `{\"columns\": {\"id\": {\"type\": \"string\"}, ...}}`. Every key"
              + " column must be in it. Without it, and without a list of columns in the statement,"
              + " they are found out: the key, the defined columns and what a sample of rows has.");

  public static final TablestoreOption<Integer> SCHEMA_SAMPLE_ROWS =
      declare(
          "schema.sample.rows",
          OptionType.integer(0, Limits.RANGE_PAGE_ROWS),
          "100",
          DEFINITION,
          "How many rows, the first of the table, are looked at to find out its columns.");

  public static final TablestoreOption<String> TUNNEL_ID =
      declare(
          "tunnel.id",
          OptionType.text(),
          null,
          Set.of(TABLE, STREAM),
          "ID of the tunnel a stream reads; it must be a tunnel of the table. It stands above"
              + " `tunnel.name`, and one of the two must be given.");

  public static final TablestoreOption<String> TUNNEL_NAME =
      declare(
          "tunnel.name",
          OptionType.matching("[A-Za-z0-9_.-]+", "the name of a tunnel"),
          null,
          Set.of(TABLE, STREAM),
          "Name of the tunnel a stream reads.");

  public static final TablestoreOption<Boolean> TUNNEL_CREATE =
      declare(
          "tunnel.create",
          OptionType.bool(),
          "false",
          Set.of(TABLE, STREAM),
          "Whether a stream that starts makes the tunnel `tunnel.name` when the table has none of"
              + " the name.");

  public static final TablestoreOption<TunnelKind> TUNNEL_TYPE =
      declare(
          "tunnel.type",
          OptionType.oneOf(TunnelKind.class),
          "stream",
          Set.of(TABLE, STREAM),
          "What a tunnel gives that is made so: the changes (`stream`), the rows that are there and"
              + " then the changes (`baseandstream`), or the rows alone (`basedata`).");

  public static final TablestoreOption<StartPosition> START_POSITION =
      declare(
          "start.position",
          new OptionType<>(
              "tunnel, earliest, latest, an instant such as 2026-11-22T10:00:00Z, or milliseconds"
                  + " since 1970",
              StartPosition::parse),
          "tunnel",
          Set.of(TABLE, STREAM),
          "Where a query begins that has no checkpoint yet: where the tunnel's own position is, at"
              + " the oldest change, at what comes after the start, or at a time. A tunnel cannot"
              + " go back: `earliest` needs one that is made for the query or was made so and not"
              + " read yet; later positions in a tunnel that exists are reached by passing over"
              + " what is older, rows of its full data included.");

  public static final TablestoreOption<Boolean> FAIL_ON_DATA_LOSS =
      declare(
          "failondataloss",
          OptionType.bool(),
          "true",
          Set.of(TABLE, STREAM),
          "Whether a query fails when records of a batch that it repeats are gone, or a channel"
              + " that it has not read was read to its end by others; with `false` it goes on with"
              + " what is left and warns. A tunnel that has expired or is gone always fails the"
              + " query.");

  public static final TablestoreOption<Integer> MAX_OFFSETS_PER_CHANNEL =
      declare(
          "maxoffsetsperchannel",
          OptionType.integer(1, Integer.MAX_VALUE),
          "10000",
          Set.of(TABLE, STREAM),
          "Most rows that one channel gives to one micro-batch.");

  public static final TablestoreOption<Integer> MAX_OFFSETS_PER_TRIGGER =
      declare(
          "maxoffsetspertrigger",
          OptionType.integer(1, Integer.MAX_VALUE),
          null,
          Set.of(TABLE, STREAM),
          "Most rows of one micro-batch, in equal shares for the channels that have some.");

  public static final TablestoreOption<Integer> MAX_BYTES_PER_TRIGGER =
      declare(
          "maxbytespertrigger",
          OptionType.integer(1, Integer.MAX_VALUE),
          null,
          Set.of(TABLE, STREAM),
          "Most bytes of records of one micro-batch, in equal shares for the channels that have"
              + " some; a single record may be larger than its channel's share.");

  public static final TablestoreOption<Integer> MIN_OFFSETS_PER_TRIGGER =
      declare(
          "minoffsetspertrigger",
          OptionType.integer(1, Integer.MAX_VALUE),
          "1",
          Set.of(TABLE, STREAM),
          "Rows that a micro-batch waits for, though not longer than `maxtriggerdelay.ms`.");

  public static final TablestoreOption<Integer> MAX_TRIGGER_DELAY_MS =
      declare(
          "maxtriggerdelay.ms",
          OptionType.integer(1, Integer.MAX_VALUE),
          "60000",
          Set.of(TABLE, STREAM),
          "How long a row waits for others, in milliseconds, when `minoffsetspertrigger` is more"
              + " than 1.");

  public static final TablestoreOption<Boolean> RECORD_COLUMNS =
      declare(
          "record.columns",
          OptionType.bool(),
          "false",
          Set.of(TABLE, STREAM),
          "Whether a stream has the columns that tell of the change, `__ots_record_type__`,"
              + " `__ots_record_timestamp__` and `__ots_column_type_<name>` for each column, though"
              + " the table does not list them. With `CREATE TABLE` without a list of columns they"
              + " become columns of the table.");

  public static final TablestoreOption<Boolean> IGNORE_DELETE =
      declare(
          "ignore.delete",
          OptionType.bool(),
          "false",
          Set.of(TABLE, STREAM),
          "Whether a stream passes over deletions, so that only rows come that exist after their"
              + " change.");

  public static final TablestoreOption<Integer> PROBE_INTERVAL_MAX_MS =
      declare(
          "probe.interval.max.ms",
          OptionType.integer(1, 600_000),
          "500",
          Set.of(TABLE, STREAM),
          "Longest pause between two looks at a channel that had nothing new, in milliseconds."
              + " Pauses begin at 10 ms and double.");

  public static final TablestoreOption<ClaimPlace> CLAIM_STORE =
      declare(
          "claim.store",
          OptionType.oneOf(ClaimPlace.class),
          "auto",
          Set.of(TABLE, STREAM),
          "Where a stream records what each batch holds: `files` in the checkpoint directory,"
              + " `table` in the table `checkpoint.table`. `auto` takes files on a local disk or"
              + " HDFS and the table elsewhere, because an object store cannot create a file"
              + " atomically.");

  public static final TablestoreOption<String> CHECKPOINT_TABLE =
      declare(
          "checkpoint.table",
          OptionType.matching(
              "[A-Za-z_][A-Za-z0-9_]*",
              "a name of letters, digits and underscores that does not begin with a digit"),
          "__millrace_claims__",
          Set.of(TABLE, STREAM),
          "Table of the instance that holds the claims when `claim.store` is a table; made when"
              + " absent.");

  public static final TablestoreOption<String> OTS_CLIENT =
      declare(
          "ots.client",
          OptionType.text(),
          "spark-client",
          Set.of(TABLE, STREAM),
          "Client name that the stream gives in tunnel calls.");

  public static final TablestoreOption<MismatchAction> TYPE_MISMATCH =
      declare(
          "type.mismatch",
          OptionType.oneOf(MismatchAction.class),
          "fail",
          Set.of(TABLE, STREAM, BATCH),
          "What a read does with a value that is none of its column's type: `fail`, `null`, or"
              + " `string`, by which a string column takes it as text and any other fails. `null`"
              + " and `string` are counted and told once for each query and column.");

  public static final TablestoreOption<ReadEngine> COMPUTE_MODE =
      declare(
          "compute.mode",
          OptionType.oneOf(ReadEngine.class),
          "kv",
          Set.of(TABLE, BATCH),
          "How a batch read finds its rows. Both values read ranges of the table; search indexes"
              + " are not used.");

  public static final TablestoreOption<Integer> MAX_SPLIT_COUNT =
      declare(
          "max.split.count",
          OptionType.integer(1, 100_000),
          "1000",
          Set.of(TABLE, BATCH),
          "Most partitions of a batch read.");

  public static final TablestoreOption<Integer> SPLIT_SIZE_MBS =
      declare(
          "split.size.mbs",
          OptionType.integer(1, 1_048_576),
          "100",
          Set.of(TABLE, BATCH),
          "Size of a partition of a batch read that is aimed at, in MiB.");

  public static final TablestoreOption<Boolean> BULK_EXPORT =
      declare(
          "bulk.export",
          OptionType.bool(),
          "true",
          Set.of(TABLE, BATCH),
          "Whether rows are read by BulkExport where the service has it and the access key may call"
              + " it. Else, and for a read with a limit, they are read by GetRange.");

  public static final TablestoreOption<Boolean> PUSH_DOWN =
      declare(
          "push.down",
          OptionType.bool(),
          "true",
          Set.of(TABLE, BATCH),
          "Whether the service applies what it can of filters, limits and counts. With `false` all"
              + " rows are read and Spark does it; the result is the same.");

  public static final TablestoreOption<Boolean> PUSH_DOWN_RANGE_LONG =
      declare(
          "push.down.range.long",
          OptionType.bool(),
          "true",
          Set.of(TABLE, BATCH),
          "Whether the service applies `<`, `<=`, `>` and `>=` to columns of type long.");

  public static final TablestoreOption<Boolean> PUSH_DOWN_RANGE_STRING =
      declare(
          "push.down.range.string",
          OptionType.bool(),
          "true",
          Set.of(TABLE, BATCH),
          "The same for columns of type string.");

  public static final TablestoreOption<RowChangeKind> ROW_CHANGE_TYPE =
      declare(
          "writer.row.change.type",
          OptionType.oneOf(RowChangeKind.class),
          "put",
          Set.of(TABLE, WRITE),
          "`put` replaces the row of the key; `update` sets the columns that are not NULL and keeps"
              + " the others.");

  public static final TablestoreOption<NullAction> WRITER_NULL_ACTION =
      declare(
          "writer.null.action",
          OptionType.oneOf(NullAction.class),
          "ignore",
          Set.of(TABLE, WRITE),
          "What a NULL in a column that is not of the key does: `ignore` writes nothing, so that an"
              + " update keeps the column; `delete` lets an update remove the column; `fail`"
              + " refuses the row. A row that is put never has the column.");

  public static final TablestoreOption<Boolean> COMPLETE_REMOVES =
      declare(
          "writer.complete.removes",
          OptionType.bool(),
          "true",
          Set.of(TABLE, WRITE),
          "Whether a stream in complete mode deletes, after each batch, the rows of the table that"
              + " are not in the result, whoever wrote them.");

  public static final TablestoreOption<String> DEAD_LETTER_TABLE =
      declare(
          "writer.dead.letter.table",
          OptionType.matching(
              "[A-Za-z_][A-Za-z0-9_]*",
              "a name of letters, digits and underscores that does not begin with a digit"),
          null,
          Set.of(TABLE, WRITE),
          "Table of the instance that takes the rows that cannot be written, with the reason; made"
              + " when absent. Without it such a row fails the task. Rows that fail because the"
              + " service is busy or away are not meant: they are sent again.");

  public static final TablestoreOption<Boolean> CONFIRM_OVERWRITE =
      declare(
          "confirm.overwrite",
          OptionType.bool(),
          "false",
          Set.of(TABLE, WRITE),
          "Whether `INSERT OVERWRITE` may delete the rows of the table that it does not write. It"
              + " does so when all its rows are written.");

  public static final TablestoreOption<Integer> BATCH_UPDATE_SIZE =
      declare(
          "batch.update.size",
          OptionType.integer(0, Limits.BATCH_WRITE_ROWS),
          "0",
          Set.of(TABLE, WRITE),
          "Most rows of one write request; 0 takes `writer.max.batch.count`.");

  public static final TablestoreOption<Integer> WRITER_MAX_BATCH_COUNT =
      declare(
          "writer.max.batch.count",
          OptionType.integer(1, Limits.BATCH_WRITE_ROWS),
          "200",
          Set.of(TABLE, WRITE),
          "Most rows of one write request.");

  public static final TablestoreOption<Integer> WRITER_MAX_BATCH_SIZE =
      declare(
          "writer.max.batch.size.byte",
          OptionType.integer(1024, Limits.WRITE_DATA_SIZE),
          "4194304",
          Set.of(TABLE, WRITE),
          "Most bytes of row data in one write request.");

  public static final TablestoreOption<Integer> WRITER_CONCURRENCY =
      declare(
          "writer.concurrency",
          OptionType.integer(1, 1000),
          "10",
          Set.of(TABLE, WRITE),
          "Write requests that one executor has under way for one table at any time.");

  public static final TablestoreOption<Integer> WRITER_BUFFER_SIZE =
      declare(
          "writer.buffer.size",
          OptionType.integer(1, 1_000_000),
          "2000",
          Set.of(TABLE, WRITE),
          "Most rows that one executor has under way for one table at any time.");

  public static final TablestoreOption<Integer> WRITER_BUFFER_BYTES =
      declare(
          "writer.buffer.size.byte",
          OptionType.integer(1024, Integer.MAX_VALUE),
          "67108864",
          Set.of(TABLE, WRITE),
          "Most bytes of row data that one executor has under way for one table at any time.");

  public static final TablestoreOption<Integer> RETRY_TIME_S =
      declare(
          "client.retry.time.s",
          OptionType.integer(0, 86_400),
          "120",
          EVERYWHERE,
          "How long a request that may succeed later is repeated, in seconds, with growing pauses:"
              + " after throttling, a busy or restarting server, a lost connection.");

  public static final TablestoreOption<String> PRIMARY_KEY =
      declare(
          "primary.key",
          OptionType.matching(
              "[^,]*[^,\\s][^,]*(,[^,]*[^,\\s][^,]*){0,3}",
              "the names of one to four columns with commas between them, such as UserId,OrderId"),
          null,
          MAKING,
          "Columns of the key, in its order.");

  public static final TablestoreOption<Integer> TABLE_TTL_S =
      declare(
          "table.ttl.s",
          OptionType.integer(-1, Integer.MAX_VALUE),
          "-1",
          MAKING,
          "How long a value is kept, in seconds; -1 for ever.");

  public static final TablestoreOption<Integer> TABLE_MAX_VERSIONS =
      declare(
          "table.max.versions",
          OptionType.integer(1, Integer.MAX_VALUE),
          "1",
          MAKING,
          "How many versions of a value are kept.");

  static {
    without("version", WRITE, "There is one writer.");
    without("writer.batch.request.type", WRITE, "Rows are always written by BatchWriteRow.");
    without("writer.batch.order.guaranteed", WRITE, "The order of a key's rows is always kept.");
    without("writer.batch.duplicate.allowed", WRITE, "A key is never twice in a request.");
    without("writer.bucket.num", WRITE, "Rows are not put into buckets.");
    without("writer.callback.pool.num", WRITE, "Set by the connector.");
    without("writer.callback.pool.queue.size", WRITE, "Set by the connector.");
    without("writer.flush.interval.ms", WRITE, "A task flushes when it ends.");
    without("writer.max.column.count", WRITE, "The service's own limit holds.");
    without("writer.max.attr.size.byte", WRITE, "The service's own limit holds.");
    without("writer.max.pk.size.byte", WRITE, "The service's own limit holds.");
    without("client.io.pool", WRITE, "Set by the connector.");
    without("client.retry.strategy", WRITE, "Retries last for `client.retry.time.s`.");
    without("client.retry.count", WRITE, "Retries last for `client.retry.time.s`.");
    without("client.retry.pause.ms", WRITE, "Pauses grow from 50 ms to 5 s.");
    add(
        new TablestoreOption<>(
            "search.index.name",
            OptionType.matching("", "an empty text"),
            "",
            "Search indexes are not used.",
            Set.of(TABLE, BATCH),
            Kind.WITHOUT_EFFECT));
    add(
        new TablestoreOption<>(
            "spark.ignore.on-failure.enabled",
            OptionType.matching("(?i)false", "false"),
            "false",
            "A row that cannot be written fails the task or goes to `writer.dead.letter.table`.",
            Set.of(TABLE, WRITE),
            Kind.WITHOUT_EFFECT));
  }

  private TablestoreOptions() {}

  /** All declarations, in the order of the options page. */
  public static List<TablestoreOption<?>> all() {
    return List.copyOf(ALL);
  }

  /** The options whose values must never be shown. */
  public static List<TablestoreOption<?>> secrets() {
    return ALL.stream().filter(option -> option.kind() == Kind.SECRET).toList();
  }

  /** The declaration of a name written in any case. */
  static Optional<TablestoreOption<?>> find(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return ALL.stream().filter(option -> option.name().equals(lower)).findFirst();
  }

  private static <T> TablestoreOption<T> declare(
      String name, OptionType<T> type, String defaultText, Set<OptionUse> uses, String meaning) {
    return add(new TablestoreOption<>(name, type, defaultText, meaning, uses, Kind.EFFECTIVE));
  }

  private static TablestoreOption<String> secret(
      String name, OptionType<String> type, String meaning) {
    return add(new TablestoreOption<>(name, type, null, meaning, DEFINITION, Kind.SECRET));
  }

  private static void without(String name, OptionUse use, String reason) {
    add(
        new TablestoreOption<>(
            name, OptionType.anyText(), "", reason, Set.of(TABLE, use), Kind.WITHOUT_EFFECT));
  }

  private static <T> TablestoreOption<T> add(TablestoreOption<T> option) {
    ALL.add(option);
    return option;
  }
}
