package io.millrace.spark.stream;

import com.alicloud.openservices.tablestore.TableStoreException;
import io.millrace.protocol.error.ErrorCode;
import io.millrace.spark.client.CallFailures;
import io.millrace.spark.client.Failures;
import io.millrace.spark.error.InvalidTunnelException;

/** The sentences for what can happen to a tunnel while a query reads it. */
final class TunnelFailures {

  private TunnelFailures() {}

  /** The failure of a call about a tunnel; what is none of the service stays as it is. */
  static RuntimeException describe(RuntimeException failure, SourceIdentity source) {
    if (Failures.is(failure, ErrorCode.TUNNEL_EXPIRED)
        || Failures.is(failure, ErrorCode.TRIMMED_DATA_ACCESS)) {
      return expired(source);
    }
    if (Failures.is(failure, ErrorCode.OBJECT_NOT_EXIST)
        || Failures.is(failure, ErrorCode.RESOURCE_GONE)
        || tunnelUnknown(failure)) {
      return unknown(source);
    }
    return CallFailures.stopping(failure, capitalised(source));
  }

  /** The tunnel is behind what the table's stream keeps. */
  static RuntimeException expired(SourceIdentity source) {
    return new InvalidTunnelException(
            capitalised(source)
                + " has expired: changes the query had not read are gone. Create a new tunnel, and"
                + " start again with a new checkpointLocation.")
        .unchecked();
  }

  /** The tunnel is not there. */
  static RuntimeException unknown(SourceIdentity source) {
    return new InvalidTunnelException(
            capitalised(source)
                + " does not exist any more: create a new tunnel, and start again with a new"
                + " checkpointLocation.")
        .unchecked();
  }

  private static boolean tunnelUnknown(RuntimeException failure) {
    return Failures.is(failure, ErrorCode.PARAMETER_INVALID)
        && ((TableStoreException) failure).getMessage() != null
        && ((TableStoreException) failure).getMessage().contains("not exist");
  }

  /** The claimed records of a batch that the service does not give again. */
  static InvalidTunnelException recordsGone(SourceIdentity source, String channel, long missing) {
    return new InvalidTunnelException(
        "Channel "
            + channel
            + " of "
            + source
            + " lacks "
            + missing
            + " records that it had before: they are older than the table's stream keeps them."
            + " Start again with a new checkpointLocation.");
  }

  /** A channel ended for the service while the query still had its records to read. */
  static InvalidTunnelException endedByOthers(SourceIdentity source, String channel) {
    return new InvalidTunnelException(
        capitalised(source)
            + " is read by another query or client too, which ended channel "
            + channel
            + " before this query had read it: give each a tunnel of its own, and start this"
            + " query again with a new checkpointLocation.");
  }

  /** A source at the beginning of a sentence. */
  static String capitalised(SourceIdentity source) {
    String text = source.toString();
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
