package io.millrace.spark.write;

import io.millrace.spark.options.Connection;
import io.millrace.spark.options.WriteSettings;
import io.millrace.spark.schema.TableKey;
import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a write needs.
 *
 * @param schema the columns of the rows to write
 * @param replaces whether the table is to hold the rows of this write and nothing else
 */
record WriteTask(
    Connection connection,
    WriteSettings settings,
    TableKey key,
    StructType schema,
    boolean replaces)
    implements Serializable {}
