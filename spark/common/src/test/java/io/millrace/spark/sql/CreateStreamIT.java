package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams between Spark's own sources and sinks. */
class CreateStreamIT {

  @RegisterExtension static final SqlSession session = new SqlSession();

  private static int tests;
  private Path checkpoint;
  private String sink;

  @BeforeAll
  static void tables() {
    session.jsonTable(
        "orders",
        "id BIGINT, price DOUBLE",
        "{\"id\": 1, \"price\": 2.5}",
        "{\"id\": 2, \"price\": 4}");
    session.sql("CREATE SCAN order_stream ON orders USING STREAM OPTIONS(maxFilesPerTrigger=1)");
    session.sql("CREATE SCAN order_batch ON orders USING BATCH");
  }

  @BeforeEach
  void ownSink() {
    tests++;
    checkpoint = session.directory().resolve("cp" + tests).resolve("job");
    sink = "sink" + tests;
    session.sql("CREATE TABLE " + sink + " (total DOUBLE, id BIGINT, note STRING) USING parquet");
  }

  @Test
  void columnsFindTheirNames() throws Exception {
    create("SELECT id AS ID, price AS total FROM order_stream");
    assertThat(drained()).containsExactly("[2.5,1,null]", "[4.0,2,null]");
  }

  @Test
  void columnsWithOtherNamesGoByPosition() throws Exception {
    create("SELECT price * 2, id % 2, 'x' FROM order_stream");
    assertThat(drained()).containsExactly("[5.0,1,x]", "[8.0,0,x]");
  }

  @Test
  void filesOfAnyFormatAreWritten() throws Exception {
    session.sql("DROP TABLE " + sink);
    session.sql("CREATE TABLE " + sink + " (id BIGINT, price DOUBLE) USING json");
    session.sql(statement("", "", "SELECT id, price FROM order_stream"));
    assertThat(drained()).containsExactly("[1,2.5]", "[2,4.0]");
  }

  @Test
  void tablesMayBeNamedWithTheirCatalog() throws Exception {
    String home = "spark_catalog." + session.spark().catalog().currentDatabase() + ".";
    session.sql("CREATE OR REPLACE SCAN named ON " + home + "orders USING STREAM");
    session.sql(statement("", "", "SELECT id FROM named").replace(sink, home + sink));
    assertThat(drained()).containsExactly("[null,1,null]", "[null,2,null]");
  }

  @Test
  void aColumnListNamesThem() throws Exception {
    session.sql(statement("", "(id, total)", "SELECT id, price FROM order_stream"));
    assertThat(drained()).containsExactly("[2.5,1,null]", "[4.0,2,null]");
  }

  @Test
  void valuesAreCastToTheSinksTypes() throws Exception {
    create(
        "SELECT CAST(id AS INT) AS id, CAST(price AS DECIMAL(10, 2)) AS total, id AS note FROM order_stream");
    assertThat(drained()).containsExactly("[2.5,1,1]", "[4.0,2,2]");
  }

  @Test
  void aStreamGoesOnFromItsCheckpoint() throws Exception {
    create("SELECT id FROM order_stream");
    assertThat(drained()).hasSize(2);
    create("SELECT id FROM order_stream");
    assertThat(drained()).hasSize(2);
  }

  @Test
  void aRunningNameIsTaken() {
    String endless = statement(", triggerIntervalMs=100000", "", "SELECT id FROM order_stream");
    session.sql(endless.replace("triggerType='AvailableNow', ", ""));
    StreamingQuery running = session.spark().streams().active()[0];
    assertThat(running.name()).isEqualTo("job");
    assertThatThrownBy(() -> create("SELECT id FROM order_stream"))
        .hasMessage("A stream named job is already running in this session: choose another name.");
    session.sql(
        "CREATE STREAM IF NOT EXISTS job OPTIONS(checkpointLocation='elsewhere') INSERT INTO "
            + sink
            + " SELECT 1");
    assertThat(session.spark().streams().active()).containsExactly(running);
  }

  @Test
  void theCheckpointOfAnotherStreamIsRefused() throws Exception {
    create("SELECT id FROM order_stream");
    drained();
    assertThatThrownBy(
            () ->
                session.sql(
                    statement("", "", "SELECT id FROM order_stream")
                        .replace("STREAM job", "STREAM job2")))
        .isInstanceOf(AnalysisException.class)
        .hasMessage(
            "checkpointLocation='"
                + checkpoint
                + "' belongs to stream job into "
                + sink
                + ": give stream job2 into "
                + sink
                + " a directory of its own.");
    Path id = checkpoint.resolve("metadata");
    String whole = Files.readString(id);
    Files.deleteIfExists(checkpoint.resolve(".metadata.crc"));
    Files.writeString(id, whole.substring(0, 9));
    assertThatThrownBy(() -> create("SELECT id FROM order_stream"))
        .hasMessage(
            "The file metadata in checkpointLocation='"
                + checkpoint
                + "' is cut or damaged: restore it, or give stream job a directory of its own, where"
                + " it begins anew.");
    Files.writeString(id, whole);
    Files.delete(checkpoint.resolve(StreamCheckpoint.OWNER_FILE));
    assertThatThrownBy(() -> create("SELECT id FROM order_stream"))
        .hasMessage(
            "checkpointLocation='"
                + checkpoint
                + "' holds the files of another query: give stream job a directory of its own.");
  }

  /** A query, and another one that would go on with its state. */
  static Stream<Arguments> otherStates() {
    String tumbling = counted("window(t, '30 seconds')");
    return Stream.of(
        Arguments.of(tumbling, counted("window(t, '60 seconds')")),
        Arguments.of(tumbling, tumbling.replace("sum", "max")),
        Arguments.of(tumbling, tumbling.replace("GROUP BY ", "GROUP BY price, ")),
        Arguments.of(tumbling, "SELECT id, price AS total FROM order_stream"),
        Arguments.of(
            counted("window(t, '60 seconds', '30 seconds')"),
            counted("window(t, '90 seconds', '30 seconds')")));
  }

  private static String counted(String group) {
    return "SELECT count(*) AS id, sum(price) AS total FROM (SELECT price, watermark(timestamp_seconds(id),"
        + " interval 10 seconds) AS t FROM order_stream) GROUP BY "
        + group;
  }

  @ParameterizedTest
  @MethodSource("otherStates")
  void theStateOfAnotherQueryIsRefused(String first, String second) throws Exception {
    create(first);
    drained();
    create(first.replace(" AS total", " + 1 AS total"));
    drained();
    assertThatThrownBy(() -> create(second))
        .isInstanceOf(AnalysisException.class)
        .hasMessageStartingWith(
            "checkpointLocation='"
                + checkpoint
                + "' holds the state of another query of stream job,");
  }

  @Test
  void aFileIsNoCheckpoint() throws Exception {
    Files.createDirectories(checkpoint.getParent());
    Files.writeString(checkpoint, "");
    assertThatThrownBy(() -> create("SELECT id FROM order_stream"))
        .hasMessageContaining("cannot be a directory, because")
        .hasMessageContaining("is a file: choose another one.");
  }

  /** Option text, column list, query, sentence. */
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            ", outputMode='updte'",
            "",
            "SELECT id FROM order_stream",
            "outputMode='updte' is not one of append, update, complete: did you mean 'update'?"),
        Arguments.of(
            ", outputMode='x'",
            "",
            "SELECT id FROM order_stream",
            "outputMode='x' is not one of append, update, complete."),
        Arguments.of(
            ", triggerTyp='Once'",
            "",
            "SELECT id FROM order_stream",
            "Unknown option triggerTyp: did you mean triggerType?"),
        Arguments.of(
            ", triggerIntervalMs='-1', triggerType='ProcessingTime'",
            "",
            "SELECT id FROM order_stream",
            "triggerIntervalMs='-1' is not a whole number of 0 or more."),
        Arguments.of(
            ", triggerIntervalMs=5, triggerType='Once'",
            "",
            "SELECT id FROM order_stream",
            "triggerIntervalMs has no meaning with triggerType='Once', which runs once: drop one of the two options."),
        Arguments.of(
            ", triggerType='Never'",
            "",
            "SELECT id FROM order_stream",
            "triggerType='Never' is not one of ProcessingTime, Once, AvailableNow, RealTime."),
        Arguments.of(
            ", shufflePartitions=0",
            "",
            "SELECT id FROM order_stream",
            "shufflePartitions='0' is not a whole number from 1 to 100000."),
        Arguments.of(
            ", queryName='other'",
            "",
            "SELECT id FROM order_stream",
            "The name of the stream is job, after CREATE STREAM: drop the option queryName."),
        Arguments.of(
            ", my.password='x'",
            "",
            "SELECT id FROM order_stream",
            "The option my.password would put a secret into the plan of stream job: give it to CREATE TABLE instead."),
        Arguments.of(
            "",
            "",
            "SELECT id FROM orders",
            "The query of stream job reads no stream: select from a scan made with CREATE SCAN ... USING STREAM, a table itself is read as a batch."),
        Arguments.of(
            "",
            "",
            "SELECT id, price AS totl FROM order_stream",
            "The query's column totl is no column of SINK: did you mean total?"),
        Arguments.of(
            "",
            "",
            "SELECT id, id AS zzzzzzzz FROM order_stream",
            "The query's column zzzzzzzz is no column of SINK, which has total, id, note: drop it or name it with AS."),
        Arguments.of(
            "",
            "",
            "SELECT id, id FROM order_stream",
            "The query has two columns named id: give one of them another name with AS."),
        Arguments.of(
            "",
            "",
            "SELECT array(id) AS id FROM order_stream",
            "The query's column id is array<bigint> and SINK wants bigint: convert it with CAST."),
        Arguments.of(
            "",
            "(id)",
            "SELECT id, price FROM order_stream",
            "The column list of SINK has 1 columns and the query 2."),
        Arguments.of(
            "",
            "(id, ID)",
            "SELECT id, price FROM order_stream",
            "The query has two columns named id: give one of them another name with AS."));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whatCannotRunIsRefusedBeforeItStarts(
      String option, String columns, String query, String sentence) {
    String sql = statement(option, columns, query);
    if (option.contains("triggerType")) {
      sql = sql.replace("triggerType='AvailableNow', ", "");
    }
    refused(sql, sentence.replace("SINK", sink));
  }

  @Test
  void sinksThatAreNone() {
    refused(
        statement("", "", "SELECT id FROM order_stream").replace(sink, "order_batch"),
        "order_batch is a scan or a view, not a table: a stream writes into tables only.");
    refused(
        statement("", "", "SELECT id FROM order_stream").replace(sink, "sinc1"),
        "There is no table sinc1: did you mean sink1?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INSERT INTO order_stream SELECT 1 | order_stream is a scan, which is read and never written: name its table orders.",
        "INSERT OVERWRITE Order_Batch SELECT 1 | order_batch is a scan, which is read and never written: name its table orders.",
        "INSERT OVERWRITE sink1 SELECT id FROM order_stream | INSERT OVERWRITE",
        "INSERT INTO sink1 BY NAME SELECT id FROM order_stream | This form of INSERT",
        "CREATE TABLE new_sink USING parquet AS SELECT id FROM order_stream | CREATE TABLE AS"
      })
  void scansAreReadByStreamsAlone(String statement, String sentence) {
    refused(
        statement,
        sentence.endsWith(".")
            ? sentence
            : sentence
                + " cannot read a stream, which never ends: write CREATE STREAM name OPTIONS(checkpointLocation='...') INSERT INTO a table that is there.");
  }

  @Test
  void aCheckpointIsNeeded() {
    refused(
        "CREATE STREAM job INSERT INTO " + sink + " SELECT id FROM order_stream",
        "Stream job has no checkpointLocation: add OPTIONS(checkpointLocation='a directory of its own').");
    refused(
        statement("", "", "SELECT id FROM order_stream")
            .replace(checkpoint.toString(), "nope://x/y"),
        "checkpointLocation='nope://x/y' of stream job cannot be used: No FileSystem for scheme \"nope\".");
  }

  @Test
  void outputModesThatTheQueryCannotHaveAreRefused() {
    Throwable refusal =
        catchThrowable(
            () ->
                session.sql(
                    statement(
                        ", outputMode='append'",
                        "",
                        "SELECT id, count(*) AS total FROM order_stream GROUP BY id")));
    assertThat(refusal).isInstanceOf(AnalysisException.class).hasNoCause();
    assertThat(refusal.getMessage())
        .startsWith("Stream job cannot have outputMode='append': ")
        .endsWith("; it can have 'complete' or 'update'.")
        .doesNotContain("\n");
    assertThat(checkpoint).doesNotExist();
  }

  @Test
  void whatOnlyTheSinkKnowsLeavesNothingBehind() {
    Throwable refusal =
        catchThrowable(
            () ->
                session.sql(statement(", outputMode='update'", "", "SELECT id FROM order_stream")));
    assertThat(refusal)
        .isInstanceOf(AnalysisException.class)
        .hasMessageMatching("(?is).*parquet.*update.*|.*update.*parquet.*");
    assertThat(checkpoint.getParent()).doesNotExist();
    assertThat(session.spark().streams().active()).isEmpty();
  }

  @Test
  void errorsInTheQueryHaveTheirPlaceInTheStatement() {
    assertThatThrownBy(
            () ->
                session.sql(
                    "CREATE STREAM job OPTIONS(checkpointLocation='x') INSERT INTO "
                        + sink
                        + "\nSELECT idd FROM order_stream"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("`idd`")
        .hasMessageContaining("line 2 pos 7")
        .hasMessageNotContaining("Project");
    assertThatThrownBy(
            () ->
                session.sql(
                    "CREATE STREAM job INSERT INTO " + sink + "\nSELECT id FRM order_stream x y"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("CREATE STREAM job");
  }

  @Test
  void anInsertIsAStreamWithItsNameInTheSettings() throws Exception {
    assertThatThrownBy(() -> session.sql("INSERT INTO " + sink + " SELECT id FROM order_stream"))
        .hasMessage(
            "INSERT INTO "
                + sink
                + " reads a stream, which needs a name: write CREATE STREAM name OPTIONS(checkpointLocation='...') before INSERT, or SET streaming.query.name=name.");
    session.sql("SET streaming.query.name=older");
    assertThatThrownBy(() -> session.sql("INSERT INTO " + sink + " SELECT id FROM order_stream"))
        .hasMessageStartingWith("Stream older has no checkpointLocation");
    session.sql("SET spark.sql.streaming.query.options.older.checkpointLocation=" + checkpoint);
    session.sql("SET spark.sql.streaming.query.outputMode.older=append");
    session.sql("SET spark.sql.streaming.query.trigger.older=ProcessingTime");
    session.sql("SET spark.sql.streaming.query.trigger.intervalMs.older=100");
    session.sql("INSERT INTO TABLE " + sink + " (id, total)\nSELECT id, price FROM order_stream;");
    StreamingQuery older = session.spark().streams().active()[0];
    assertThat(older.name()).isEqualTo("older");
    older.processAllAvailable();
    assertThat(session.rows("SELECT * FROM " + sink))
        .containsExactly("[2.5,1,null]", "[4.0,2,null]");
    assertThat(session.rows("SHOW STREAMS LIKE 'older'")).hasSize(1);
    assertThatThrownBy(() -> session.sql("INSERT INTO " + sink + " SELECT id FROM order_stream"))
        .hasMessageStartingWith("A stream named older is already running");
    session.sql("SET streaming.query.name=");
    // What only looks like one is Spark's.
    session.sql("CREATE TABLE plain (note STRING) USING parquet");
    session.sql("INSERT INTO plain SELECT 'order_stream'");
    assertThat(session.rows("SELECT * FROM plain")).containsExactly("[order_stream]");
    assertThatThrownBy(() -> session.sql("INSERT INTO " + sink + " SELECT idd FROM order_stream"))
        .hasMessageContaining("idd");
  }

  @Test
  void anySourceAndSinkOfSpark() throws Exception {
    session.sql("CREATE TABLE ticks USING rate OPTIONS(rowsPerSecond=7)");
    session.sql("CREATE TABLE nowhere USING noop");
    session.sql("CREATE TABLE screen USING console OPTIONS(numRows=3)");
    session.sql("CREATE SCAN ticking ON ticks USING STREAM OPTIONS(rowsPerSecond=50)");
    for (String target : List.of("nowhere", "screen", "rates")) {
      if (target.equals("rates")) {
        session.sql("CREATE TABLE rates (value BIGINT) USING parquet");
      }
      session.sql(
          "CREATE STREAM to_"
              + target
              + " OPTIONS(checkpointLocation='"
              + checkpoint.resolve(target)
              + "') INSERT INTO "
              + target
              + " SELECT value FROM ticking");
    }
    await()
        .atMost(Duration.ofSeconds(120))
        .until(() -> session.rows("SELECT * FROM rates").size() > 20);
    assertThat(session.spark().streams().active()).hasSize(3);
  }

  private void refused(String sql, String sentence) {
    assertThatThrownBy(() -> session.sql(sql))
        .isInstanceOf(AnalysisException.class)
        .hasMessage(sentence)
        .hasNoCause();
    assertThat(checkpoint.getParent()).doesNotExist();
    assertThat(session.spark().streams().active()).isEmpty();
  }

  private void create(String query) {
    session.sql(statement("", "", query));
  }

  private String statement(String option, String columns, String query) {
    return "CREATE STREAM job OPTIONS(triggerType='AvailableNow', checkpointLocation='"
        + checkpoint
        + "'"
        + option
        + ") INSERT INTO "
        + sink
        + " "
        + columns
        + "\n"
        + query;
  }

  private List<String> drained() throws Exception {
    for (StreamingQuery query : session.spark().streams().active()) {
      query.processAllAvailable();
      query.awaitTermination();
    }
    return session.rows("SELECT * FROM " + sink);
  }
}
