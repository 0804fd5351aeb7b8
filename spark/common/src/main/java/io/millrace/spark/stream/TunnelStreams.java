package io.millrace.spark.stream;

import io.millrace.spark.client.SharedClients;
import io.millrace.spark.error.InvalidCheckpointException;
import io.millrace.spark.options.ClaimPlace;
import io.millrace.spark.options.Connection;
import io.millrace.spark.options.StreamSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/** Puts a stream together from its parts and its checkpoint directory. */
public final class TunnelStreams {

  /**
   * Setting of the session that starts a query: {@code false} leaves the tunnel's own positions
   * where they are, for a query that only looks.
   */
  public static final String MOVES_TUNNEL = "spark.millrace.tunnel.moves";

  private static final String KEPT_BATCHES = "spark.sql.streaming.minBatchesToRetain";

  private TunnelStreams() {}

  /**
   * The stream of one source of one query.
   *
   * @param table the table of the instance
   * @param schema the columns to fill
   * @param directory the source's own directory under the query's checkpoint
   */
  public static MicroBatchStream open(
      Connection connection,
      String table,
      StreamSettings settings,
      StructType schema,
      String directory) {
    SparkSession session = SparkSession.active();
    Configuration configuration = session.sessionState().newHadoopConf();
    boolean moves = Boolean.parseBoolean(session.conf().get(MOVES_TUNNEL, "true"));
    SharedClients clients = SharedClients.open(connection);
    TunnelReader reader = null;
    try {
      SourceStart start = SourceStart.find(connection, clients, table, settings, moves);
      SourceIdentity source = start.source();
      reader = reader(source, directory, moves);
      TunnelAdmin tunnel = start.tunnel();
      SourceRecord record = record(start, reader, settings, directory, configuration);
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
      Broadcast<SerializableConfiguration> shared =
          context.broadcast(new SerializableConfiguration(configuration));
      ClaimStores stores =
          new ClaimStores(record.claims(), directory, shared, connection, settings, record.key());
      ClaimStore claims = openClaims(stores);
      ReadCounts counts = ReadCounts.register(session.sparkContext());
      PositionHints hints = new PositionHints(tunnel, source, moves);
      return new TunnelMicroBatchStream(
          new StreamTask(connection, settings, source, schema, stores, record.since(), counts),
          clients,
          claims,
          new ChannelBook(
              tunnel,
              claims,
              hints,
              reader,
              EndedChannels.under(directory, configuration, record.ended()),
              record.initial(),
              settings.failsOnDataLoss()),
          new ChannelProber(
              clients.wire(),
              source,
              settings,
              context.isLocal() ? PageCache.SHARED : null,
              counts),
          hints,
          reader,
          Long.parseLong(session.conf().get(KEPT_BATCHES, "100")));
    } catch (Throwable e) {
      if (reader != null) {
        reader.close();
      }
      clients.close();
      throw e;
    }
  }

  /** Spark opens the sources of a query in the query's own thread. */
  private static TunnelReader reader(SourceIdentity source, String directory, boolean moves) {
    Thread query = Thread.currentThread();
    String checkpoint = directory.replaceFirst("/sources/\\d+/?$", "");
    return moves
        ? TunnelReaders.SHARED.enter(source, checkpoint, query)
        : new TunnelReaders().enter(source, checkpoint, query);
  }

  private static SourceRecord record(
      SourceStart start,
      TunnelReader reader,
      StreamSettings settings,
      String directory,
      Configuration configuration) {
    try {
      AtomicFiles files = AtomicFiles.under(directory, configuration);
      // Where the session has the extension it was looked at before; Spark 4 reads it before this.
      SparkCheckpoint checkpoint = SparkCheckpoint.around(directory, configuration);
      checkpoint.check();
      Optional<SourceRecord> found = SourceRecord.read(files);
      if (found.isPresent()) {
        start.source().mustBe(found.get().identity(), directory);
        return found.get();
      }
      if (checkpoint.hasBatches()) {
        throw new InvalidCheckpointException(
                "The checkpoint directory "
                    + directory
                    + " has lost the file "
                    + SourceRecord.FILE
                    + ", without which its positions mean nothing, or belongs to another kind of"
                    + " source: restore it, or give the query a new checkpointLocation.")
            .unchecked();
      }
      ClaimPlace place = ClaimStores.choose(settings.claimPlace(), directory, configuration);
      long now = System.nanoTime();
      TunnelAdmin tunnel = start.tunnel();
      TunnelAdmin.Beginning beginning =
          tunnel.beginning(
              channel -> reader.initialPosition(channel, () -> tunnel.position(channel), now));
      long since = start.since(reader);
      return new SourceRecord(
              start.source(),
              UUID.randomUUID().toString(),
              place,
              since,
              beginning.positions(),
              beginning.ended())
          .writeTo(files);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ClaimStore openClaims(ClaimStores stores) {
    ClaimStore claims = stores.open();
    if (claims instanceof TableClaimStore table) {
      table.createTable();
    }
    return claims;
  }
}
