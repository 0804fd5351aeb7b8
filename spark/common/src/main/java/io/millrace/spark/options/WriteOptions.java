package io.millrace.spark.options;

import static io.millrace.spark.options.OptionUse.TABLE;
import static io.millrace.spark.options.OptionUse.WRITE;

import io.millrace.protocol.error.Limits;
import java.util.List;

/** Options of writing a table. */
public final class WriteOptions {

  private static final OptionDeclarations OPTIONS = new OptionDeclarations(TABLE, WRITE);

  public static final TablestoreOption<RowChangeKind> ROW_CHANGE_TYPE =
      OPTIONS.declare(
          "writer.row.change.type",
          OptionType.oneOf(RowChangeKind.class),
          "put",
          "`put` replaces the row of the key; `update` sets the columns that are not NULL and keeps"
              + " the others.");

  public static final TablestoreOption<NullAction> WRITER_NULL_ACTION =
      OPTIONS.declare(
          "writer.null.action",
          OptionType.oneOf(NullAction.class),
          "ignore",
          "What a NULL in a column that is not of the key does: `ignore` writes nothing, so that an"
              + " update keeps the column; `delete` lets an update remove the column; `fail`"
              + " refuses the row. A row that is put never has the column.");

  public static final TablestoreOption<Boolean> COMPLETE_REMOVES =
      OPTIONS.declare(
          "writer.complete.removes",
          OptionType.bool(),
          "true",
          "Whether a stream in complete mode deletes, after each batch, the rows of the table that"
              + " are not in the result, whoever wrote them.");

  public static final TablestoreOption<String> DEAD_LETTER_TABLE =
      OPTIONS.declare(
          "writer.dead.letter.table",
          OptionType.tableName(),
          null,
          "Table of the instance that takes the rows that cannot be written, with the reason; made"
              + " when absent. Without it such a row fails the task. Rows that fail because the"
              + " service is busy or away are not meant: they are sent again.");

  public static final TablestoreOption<Boolean> CONFIRM_OVERWRITE =
      OPTIONS.declare(
          "confirm.overwrite",
          OptionType.bool(),
          "false",
          "Whether `INSERT OVERWRITE` may delete the rows of the table that it does not write. It"
              + " does so when all its rows are written.");

  public static final TablestoreOption<Integer> BATCH_UPDATE_SIZE =
      OPTIONS.declare(
          "batch.update.size",
          OptionType.integer(0, Limits.BATCH_WRITE_ROWS),
          "0",
          "Most rows of one write request; 0 takes `writer.max.batch.count`.");

  public static final TablestoreOption<Integer> WRITER_MAX_BATCH_COUNT =
      OPTIONS.declare(
          "writer.max.batch.count",
          OptionType.integer(1, Limits.BATCH_WRITE_ROWS),
          "200",
          "Most rows of one write request.");

  public static final TablestoreOption<Integer> WRITER_MAX_BATCH_SIZE =
      OPTIONS.declare(
          "writer.max.batch.size.byte",
          OptionType.integer(1024, Limits.WRITE_DATA_SIZE),
          "4194304",
          "Most bytes of row data in one write request.");

  public static final TablestoreOption<Integer> WRITER_CONCURRENCY =
      OPTIONS.declare(
          "writer.concurrency",
          OptionType.integer(1, 1000),
          "10",
          "Write requests that one executor has under way for one table at any time.");

  public static final TablestoreOption<Integer> WRITER_BUFFER_SIZE =
      OPTIONS.declare(
          "writer.buffer.size",
          OptionType.integer(1, 1_000_000),
          "2000",
          "Most rows that one executor has under way for one table at any time.");

  public static final TablestoreOption<Integer> WRITER_BUFFER_BYTES =
      OPTIONS.declare(
          "writer.buffer.size.byte",
          OptionType.integer(1024, Integer.MAX_VALUE),
          "67108864",
          "Most bytes of row data that one executor has under way for one table at any time.");

  private WriteOptions() {}

  static List<TablestoreOption<?>> all() {
    return OPTIONS.all();
  }
}
