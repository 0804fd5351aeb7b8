package io.millrace.spark.stream;

import io.millrace.spark.options.Connection;
import io.millrace.spark.options.StreamSettings;
import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a stream needs, sent once with the stage and not with each partition.
 *
 * @param source the tunnel
 * @param schema the columns to fill
 * @param claims how to reach the claims
 * @param since records that are older, in microseconds, are passed over
 * @param counts takes what the tasks count
 */
record StreamTask(
    Connection connection,
    StreamSettings settings,
    SourceIdentity source,
    StructType schema,
    ClaimStores claims,
    long since,
    ReadCounts counts)
    implements Serializable {}
