package io.millrace.spark.options;

import static io.millrace.spark.options.OptionUse.STREAM;
import static io.millrace.spark.options.OptionUse.TABLE;

import java.util.List;

/** Options of the stream of a table's changes. */
public final class StreamReadOptions {

  private static final OptionDeclarations OPTIONS = new OptionDeclarations(TABLE, STREAM);

  public static final TablestoreOption<String> TUNNEL_ID =
      OPTIONS.declare(
          "tunnel.id",
          OptionType.text(),
          null,
          "ID of the tunnel a stream reads; it must be a tunnel of the table. It stands above"
              + " `tunnel.name`, and one of the two must be given.");

  public static final TablestoreOption<String> TUNNEL_NAME =
      OPTIONS.declare("tunnel.name", OptionType.text(), null, "Name of the tunnel a stream reads.");

  public static final TablestoreOption<Boolean> TUNNEL_CREATE =
      OPTIONS.declare(
          "tunnel.create",
          OptionType.bool(),
          "false",
          "Whether a stream that starts makes the tunnel `tunnel.name` when the table has none of"
              + " the name.");

  public static final TablestoreOption<TunnelKind> TUNNEL_TYPE =
      OPTIONS.declare(
          "tunnel.type",
          OptionType.oneOf(TunnelKind.class),
          "stream",
          "What a tunnel gives that is made so: the changes (`stream`), the rows that are there and"
              + " then the changes (`baseandstream`), or the rows alone (`basedata`).");

  public static final TablestoreOption<StartPosition> START_POSITION =
      OPTIONS.declare(
          "start.position",
          new OptionType<>(
              "tunnel, earliest, latest, an instant such as 2026-11-22T10:00:00Z, or milliseconds"
                  + " since 1970",
              StartPosition::parse),
          "tunnel",
          "Where a query begins that has no checkpoint yet: where the tunnel's own position is, at"
              + " the oldest change, at what comes after the start, or at a time. A tunnel cannot"
              + " go back: `earliest` needs one that is made for the query or was made so and not"
              + " read yet; later positions in a tunnel that exists are reached by passing over"
              + " what is older, rows of its full data included.");

  public static final TablestoreOption<Boolean> FAIL_ON_DATA_LOSS =
      OPTIONS.declare(
          "failondataloss",
          OptionType.bool(),
          "true",
          "Whether a query fails when records of a batch that it repeats are gone, or a channel"
              + " that it has not read was read to its end by others; with `false` it goes on with"
              + " what is left and warns. A tunnel that has expired or is gone always fails the"
              + " query.");

  public static final TablestoreOption<Integer> MAX_OFFSETS_PER_CHANNEL =
      OPTIONS.declare(
          "maxoffsetsperchannel",
          OptionType.integer(1, Integer.MAX_VALUE),
          "10000",
          "Most rows that one channel gives to one micro-batch.");

  public static final TablestoreOption<Integer> MAX_OFFSETS_PER_TRIGGER =
      OPTIONS.declare(
          "maxoffsetspertrigger",
          OptionType.integer(1, Integer.MAX_VALUE),
          null,
          "Most rows of one micro-batch, in equal shares for the channels that have some.");

  public static final TablestoreOption<Integer> MAX_BYTES_PER_TRIGGER =
      OPTIONS.declare(
          "maxbytespertrigger",
          OptionType.integer(1, Integer.MAX_VALUE),
          null,
          "Most bytes of records of one micro-batch, in equal shares for the channels that have"
              + " some; a single record may be larger than its channel's share.");

  public static final TablestoreOption<Integer> MIN_OFFSETS_PER_TRIGGER =
      OPTIONS.declare(
          "minoffsetspertrigger",
          OptionType.integer(1, Integer.MAX_VALUE),
          "1",
          "Rows that a micro-batch waits for, though not longer than `maxtriggerdelay.ms`.");

  public static final TablestoreOption<Integer> MAX_TRIGGER_DELAY_MS =
      OPTIONS.declare(
          "maxtriggerdelay.ms",
          OptionType.integer(1, Integer.MAX_VALUE),
          "60000",
          "How long a row waits for others, in milliseconds, when `minoffsetspertrigger` is more"
              + " than 1.");

  public static final TablestoreOption<Boolean> RECORD_COLUMNS =
      OPTIONS.declare(
          "record.columns",
          OptionType.bool(),
          "false",
          "Whether a stream has the columns that tell of the change, `__ots_record_type__`,"
              + " `__ots_record_timestamp__` and `__ots_column_type_<name>` for each column, though"
              + " the table does not list them. With `CREATE TABLE` without a list of columns they"
              + " become columns of the table.");

  public static final TablestoreOption<Boolean> IGNORE_DELETE =
      OPTIONS.declare(
          "ignore.delete",
          OptionType.bool(),
          "false",
          "Whether a stream passes over deletions, so that only rows come that exist after their"
              + " change.");

  public static final TablestoreOption<Integer> PROBE_INTERVAL_MAX_MS =
      OPTIONS.declare(
          "probe.interval.max.ms",
          OptionType.integer(1, 600_000),
          "500",
          "Longest pause between two looks at a channel that had nothing new, in milliseconds."
              + " Pauses begin at 10 ms and double.");

  public static final TablestoreOption<ClaimPlace> CLAIM_STORE =
      OPTIONS.declare(
          "claim.store",
          OptionType.oneOf(ClaimPlace.class),
          "auto",
          "Where a stream records what each batch holds: `files` in the checkpoint directory,"
              + " `table` in the table `checkpoint.table`. `auto` takes files on a local disk or"
              + " HDFS and the table elsewhere, because an object store cannot create a file"
              + " atomically.");

  public static final TablestoreOption<String> CHECKPOINT_TABLE =
      OPTIONS.declare(
          "checkpoint.table",
          OptionType.tableName(),
          "__millrace_claims__",
          "Table of the instance that holds the claims when `claim.store` is a table; made when"
              + " absent.");

  public static final TablestoreOption<String> OTS_CLIENT =
      OPTIONS.declare(
          "ots.client",
          OptionType.text(),
          "spark-client",
          "Client name that the stream gives in tunnel calls.");

  private StreamReadOptions() {}

  static List<TablestoreOption<?>> all() {
    return OPTIONS.all();
  }
}
