package io.millrace.spark.read;

import io.millrace.spark.options.BatchSettings;
import io.millrace.spark.options.Connection;
import io.millrace.spark.schema.TableKey;
import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a batch read needs.
 *
 * @param schema the columns to fill
 * @param filter which rows the service leaves out, or null
 * @param limit most rows of a task, or {@link TablestoreScan#NO_LIMIT}
 */
record RangeTask(
    Connection connection,
    BatchSettings settings,
    TableKey key,
    StructType schema,
    byte[] filter,
    int limit)
    implements Serializable {}
