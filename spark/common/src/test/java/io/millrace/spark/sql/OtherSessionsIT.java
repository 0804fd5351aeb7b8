package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

/** Streams that other sessions and applications started, or go on with. */
class OtherSessionsIT extends NamedStreamTests {

  @Test
  void anotherSessionStartsItWithItsScans() {
    session.sql(
        "CREATE STREAM `my job` OPTIONS(checkpointLocation='"
            + checkpoint
            + "', triggerType='AvailableNow') INSERT INTO "
            + sink
            + " SELECT id, price FROM order_stream -- all\n;");
    awaitRows(3);
    await().atMost(LIMIT).until(() -> session.spark().streams().active().length == 0);
    SparkSession tomorrow = tomorrow();
    assertThat(tomorrow.sql("SHOW STREAMS LIKE 'my*'").collectAsList().toString())
        .startsWith("[[my job,FINISHED," + sink);
    tomorrow.sql("START STREAM `my job`");
    assertThat(tomorrow.catalog().currentDatabase()).isEqualTo("default");
    await().atMost(LIMIT).until(() -> tomorrow.streams().active().length == 0);
    assertThat(tomorrow.sql("SHOW SCANS").collectAsList().toString()).contains("order_stream");
    assertThat(session.rows("SELECT * FROM " + sink)).hasSize(3);
    session.sql("DROP STREAM `my job`");
  }

  @Test
  void anotherSessionStartsItWithItsViews() {
    session.sql("CREATE TEMP VIEW doubled (id, twice) AS SELECT id, price * 2 FROM order_stream");
    session.sql("CREATE TEMP VIEW `a ``view` AS SELECT twice AS price, id FROM doubled");
    session.spark().table("order_stream").createOrReplaceTempView("made");
    session.sql(endless("SELECT id, price FROM `a ``view`"));
    awaitRows(3);
    session.sql("STOP STREAM " + job);
    SparkSession tomorrow = tomorrow();
    tomorrow.sql("START STREAM " + job);
    assertThat(shown(job)).contains(",RUNNING,");
    session.sql("STOP STREAM " + job);
    assertThat(tomorrow.table("`a ``view`").isStreaming()).isTrue();
    assertThat(session.rows("SELECT * FROM " + sink))
        .containsExactly("[1,3.0]", "[2,5.0]", "[3,7.0]");
    session.sql("DROP STREAM " + job);

    session.sql("CREATE TABLE " + sink + "made (id BIGINT, price DOUBLE) USING parquet");
    session.sql(
        endless("SELECT id, price + 0 AS price FROM made")
            .replace(job + "'", job + "made'")
            .replace(sink, sink + "made"));
    session.sql("STOP STREAM " + job);
    assertThatThrownBy(() -> tomorrow().sql("START STREAM " + job))
        .hasMessageContaining("reads made, a temporary view that a program made");
  }

  /** A change of options is none of what the stream reads. */
  @Test
  void anAlteredStreamReadsItsOwnScan() throws Exception {
    session.sql("CREATE TEMP VIEW cents AS SELECT id, price * 100 AS price FROM order_stream");
    session.sql(endless("SELECT id, price FROM cents"));
    awaitRows(3);
    session.spark().streams().active()[0].processAllAvailable();
    List<StreamDefinition.ScanDefinition> own = registry().get(job).scans();
    SparkSession tomorrow = tomorrow();
    tomorrow.catalog().setCurrentDatabase(session.spark().catalog().currentDatabase());
    String other = "CREATE SCAN order_stream ON orders USING BATCH";
    tomorrow.sql(other);
    tomorrow.sql("CREATE TEMP VIEW cents AS SELECT 1 AS id");
    tomorrow.sql("ALTER STREAM " + job + " SET OPTIONS(triggerIntervalMs=60)");
    assertThat(shown(job)).contains(",RUNNING,");
    assertThat(registry().get(job).scans()).isEqualTo(own);
    session.sql("STOP STREAM " + job);
    tomorrow.sql("ALTER STREAM " + job + " SET OPTIONS(triggerIntervalMs=70)");
    assertThatThrownBy(
            () -> tomorrow.sql("ALTER STREAM " + job + " SET OPTIONS(triggerIntervalMs='x')"))
        .hasMessageContaining("triggerIntervalMs");
    assertThat(registry().get(job).scans()).isEqualTo(own);
    assertThat(tomorrow.sql("SHOW SCANS").collectAsList().toString()).contains("BATCH");
    assertThat(tomorrow.table("cents").columns()).containsExactly("id");
    session.sql("START STREAM " + job);
    session.sql("STOP STREAM " + job);
    assertThat(session.rows("SELECT * FROM " + sink))
        .containsExactly("[1,150.0]", "[2,250.0]", "[3,350.0]");
    session.sql("DROP STREAM " + job);
    session.sql("DROP VIEW cents");
  }

  /**
   * Tomorrow's session may have another root, or another directory that relative paths begin at.
   */
  @Test
  void theCheckpointStaysWhereItWas() throws Exception {
    session.sql("SET spark.sql.streaming.checkpointLocation = " + checkpoint.getParent());
    try {
      session.sql(
          endless("SELECT id, price FROM order_stream")
              .replace(" OPTIONS(checkpointLocation='" + checkpoint + "')", ""));
      awaitRows(3);
      session.sql("STOP STREAM " + job);
    } finally {
      session.spark().conf().unset("spark.sql.streaming.checkpointLocation");
    }
    assertThat(described("")).containsEntry("Checkpoint", checkpoint.toString());
    SparkSession tomorrow = tomorrow();
    tomorrow.conf().set(StreamCheckpoint.ROOT, checkpoint.resolveSibling("other").toString());
    tomorrow.sql("START STREAM " + job);
    session.sql("STOP STREAM " + job);
    assertThat(checkpoint.resolveSibling("other")).doesNotExist();
    session.sql("DROP STREAM " + job);

    StreamOptions relative =
        StreamOptions.of(job, Map.of("checkpointLocation", "target/cp/" + job));
    assertThat(StreamCheckpoint.of(session.spark(), job, sink, "", relative).lasting())
        .isEqualTo("file:" + Path.of("target/cp").toAbsolutePath().resolve(job));
  }

  @Test
  void aRefusedStartLeavesNoScansBehind() {
    session.sql("CREATE TEMP VIEW cents AS SELECT id, price * 100 AS price FROM order_stream");
    session.sql(endless("SELECT id, price FROM cents"));
    session.sql("STOP STREAM " + job);
    session.sql("DROP TABLE " + sink);
    SparkSession tomorrow = tomorrow();
    assertThatThrownBy(() -> tomorrow.sql("START STREAM " + job)).hasMessageContaining(sink);
    assertThat(tomorrow.sql("SHOW SCANS").collectAsList()).isEmpty();
    assertThat(tomorrow.sessionState().catalog().getRawTempView("cents").isDefined()).isFalse();
    session.sql("DROP STREAM " + job);
    session.sql("DROP VIEW cents");
  }

  /** The process of a script is gone right after its wait. */
  @Test
  void theRegistryKnowsTheEndWhenTheWaitIsOver() throws Exception {
    SparkSession script = tomorrow();
    script.catalog().setCurrentDatabase(session.spark().catalog().currentDatabase());
    script.sql("CREATE SCAN scripted ON orders USING STREAM");
    String stream =
        "CREATE STREAM "
            + job
            + " OPTIONS(triggerType='AvailableNow', checkpointLocation='"
            + checkpoint
            + "') INSERT INTO "
            + sink;
    script.sql(
        stream + " SELECT id, CAST(raise_error('bad end') AS DOUBLE) AS price FROM scripted");
    assertThatThrownBy(() -> script.sql("AWAIT STREAMS")).hasMessageContaining("bad end");
    assertThat(registry().status(job).state()).isEqualTo(StreamStatus.State.FAILED);
    assertThat(registry().status(job).error()).contains("bad end.");

    script.sql(stream + " SELECT id, price FROM scripted");
    script.sql("AWAIT STREAMS");
    assertThat(registry().status(job).state()).isEqualTo(StreamStatus.State.FINISHED);
    assertThat(registry().status(job).progress()).isPresent();
  }

  /** Such a catalog is current without a namespace, which has no name to go back to. */
  @Test
  void startsFromAndInACatalogOfAnInstance() throws Exception {
    String database = session.spark().catalog().currentDatabase();
    session.sql("SET spark.sql.catalog.inst = io.millrace.spark.catalog.TablestoreCatalog");
    session.sql("SET spark.sql.catalog.inst.endpoint = http://127.0.0.1:1");
    session.sql("SET spark.sql.catalog.inst.instance.name = nowhere");
    String stream =
        endless("SELECT id, price FROM order_stream")
            .replace("INTO " + sink, "INTO spark_catalog." + database + "." + sink);
    try {
      session.sql("USE inst");
      session.sql(stream);
      session.sql("STOP STREAM " + job);

      session.sql("USE spark_catalog." + database);
      session.sql("START STREAM " + job);
      assertThat(session.spark().catalog().currentDatabase()).isEqualTo(database);
      session.sql("STOP STREAM " + job);

      session.sql(stream);
      session.sql("STOP STREAM " + job);
      session.sql("USE inst");
      session.sql("START STREAM " + job);
      assertThat(session.spark().catalog().currentCatalog()).isEqualTo("inst");
      session.sql("STOP STREAM " + job);
      session.sql("DROP STREAM " + job);
    } finally {
      session.sql("USE spark_catalog." + database);
    }
  }

  @Test
  void anotherApplicationsRequestEndsIt() throws Exception {
    session.sql(endless("SELECT id, price FROM order_stream"));
    registry().requestStop(job);
    await().atMost(LIMIT).until(() -> shown(job).contains(",STOPPED,"));
    await().atMost(LIMIT).until(() -> registry().status(job).state() == StreamStatus.State.STOPPED);
    session.sql("START STREAM " + job);
    assertThat(shown(job)).contains(",RUNNING,");
  }

  @Test
  void nothingIsWrittenOfAStreamThatAnotherApplicationTookOver() throws Exception {
    session.sql(endless("SELECT id, price FROM order_stream"));
    registry().requestStop(job);
    await().atMost(LIMIT).until(() -> registry().status(job).state() == StreamStatus.State.STOPPED);

    StreamStatus.Owner other = another();
    registry().putStatus(job, running(other));
    await().atMost(LIMIT).until(() -> RunningStreams.ofThisJvm().status(registry(), job).isEmpty());
    assertThat(registry().status(job).owner()).contains(other);
    assertThat(shown(job)).contains(",RUNNING,");
    registry().putStatus(job, StreamStatus.never());
    session.sql("DROP STREAM " + job);
  }

  @Test
  void aRequestThatNobodyAnsweredEndsNoLaterRun() throws Exception {
    session.sql(endless("SELECT id, price FROM order_stream"));
    awaitRows(3);
    session.sql("STOP STREAM " + job);
    registry().requestStop(job);
    session.sql("START STREAM " + job);
    assertThat(registry().isStopRequested(job)).isFalse();
    session.sql("STOP STREAM " + job);
    session.sql("DROP STREAM " + job);
  }

  @Test
  void whatADeadApplicationLeftIsStopped() throws Exception {
    session.sql(endless("SELECT id, price FROM order_stream"));
    session.sql("STOP STREAM " + job);
    StreamStatus.Owner self = RunningStreams.owner("app");
    registry().putStatus(job, running(new StreamStatus.Owner("app-1", self.host(), 1, 5)));
    assertThat(shown(job)).contains(",STOPPED,");
    session.sql("START STREAM " + job);
    session.sql("STOP STREAM " + job);

    registry().putStatus(job, running(another()));
    assertThat(shown(job)).contains(",RUNNING,");
    refused("START STREAM " + job, "is running in application app-2 on host " + self.host());
    registry().putStatus(job, StreamStatus.never());
    session.sql("DROP STREAM " + job);
  }

  /** Both find it stopped; the second begins nothing. */
  @Test
  void ofTwoApplicationsThatStartItAtOnceOneDoes() throws Exception {
    session.sql(endless("SELECT id, price FROM order_stream"));
    awaitRows(3);
    session.sql("STOP STREAM " + job);
    AtomicReference<Throwable> refusal = new AtomicReference<>();
    SparkSession tomorrow = tomorrow();
    Thread second =
        new Thread(
            () -> {
              try {
                tomorrow.sql("START STREAM " + job);
              } catch (Throwable refused) {
                refusal.set(refused);
              }
            },
            "second-start");
    registry()
        .starts(job)
        .holding(
            another(),
            () -> {
              second.start();
              await().atMost(LIMIT).until(() -> waitsForAClaim(second));
              registry().putStatus(job, running(another()));
              return second;
            });
    second.join(LIMIT.toMillis());
    assertThat(refusal.get())
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("is running in application app-2 on host " + another().host());
    assertThat(tomorrow.streams().active()).isEmpty();
    registry().putStatus(job, StreamStatus.never());
    session.sql("START STREAM " + job);
    session.sql("STOP STREAM " + job);
    session.sql("DROP STREAM " + job);
    assertThat(session.directory().resolve("registry"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().contains(job + "@"));
  }

  private static boolean waitsForAClaim(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(frame -> frame.getClassName().equals(StartClaims.class.getName()));
  }

  /** An application of this host that lives. */
  private static StreamStatus.Owner another() {
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    return new StreamStatus.Owner(
        "app-2",
        RunningStreams.owner("app").host(),
        parent.pid(),
        parent.info().startInstant().orElseThrow().toEpochMilli());
  }

  private static StreamStatus running(StreamStatus.Owner owner) {
    return new StreamStatus(
        StreamStatus.State.RUNNING,
        Optional.of(owner),
        Instant.now(),
        Instant.now(),
        Optional.empty(),
        Optional.empty());
  }
}
