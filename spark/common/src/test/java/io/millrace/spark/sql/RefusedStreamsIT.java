package io.millrace.spark.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams that are refused before they start: sentences, places, and nothing left behind. */
class RefusedStreamsIT extends OneStreamTests {

  @Test
  void theCheckpointOfAnotherStreamIsRefused() throws Exception {
    stream.create("SELECT id FROM order_stream");
    stream.drained();
    String table =
        "spark_catalog." + session.spark().catalog().currentDatabase() + "." + stream.sink();
    assertThatThrownBy(
            () ->
                session.sql(
                    stream
                        .statement("", "", "SELECT id FROM order_stream")
                        .replace("STREAM job", "STREAM job2")))
        .isInstanceOf(AnalysisException.class)
        .hasMessage(
            "checkpointLocation='"
                + stream.checkpoint()
                + "' belongs to stream job into "
                + table
                + ": give stream job2 into "
                + table
                + " a directory of its own.");
    for (String file : List.of("metadata", newest("offsets"), newest("commits"))) {
      Path path = stream.checkpoint().resolve(file);
      String whole = Files.readString(path);
      Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".crc"));
      for (String content : List.of("", whole.substring(0, 9))) {
        Files.writeString(path, content);
        assertThatThrownBy(() -> stream.create("SELECT id FROM order_stream"))
            .isInstanceOf(AnalysisException.class)
            .hasMessageStartingWith(
                "The file " + file + " in the checkpoint file:" + stream.checkpoint())
            .hasMessageContaining(" is cut or damaged: ");
      }
      Files.writeString(path, whole);
    }
    Files.delete(stream.checkpoint().resolve(CheckpointOwner.FILE));
    assertThatThrownBy(() -> stream.create("SELECT id FROM order_stream"))
        .hasMessage(
            "checkpointLocation='"
                + stream.checkpoint()
                + "' holds the files of another query: give stream job a directory of its own.");
  }

  private String newest(String log) throws Exception {
    try (Stream<Path> batches = Files.list(stream.checkpoint().resolve(log))) {
      return batches
          .map(batch -> batch.getFileName().toString())
          .filter(name -> name.matches("\\d+"))
          .max(Comparator.comparing(Long::valueOf))
          .map(name -> log + "/" + name)
          .orElseThrow();
    }
  }

  /** As a kill leaves it: its text or its checksum is not all there. */
  @Test
  void aClaimThatWasCutShortIsMadeAnew() throws Exception {
    Path claim = stream.checkpoint().resolve(CheckpointOwner.FILE);
    Path sum = stream.checkpoint().resolve("." + CheckpointOwner.FILE + ".crc");
    Files.createDirectories(stream.checkpoint());
    Files.writeString(claim, "{\"stream\": \"job\"}");
    Files.write(sum, new byte[] {'c', 'r', 'c', 0, 0, 0, 2, 0});
    stream.create("SELECT id FROM order_stream");
    assertThat(stream.drained()).hasSize(2);
    Files.delete(sum);
    Files.writeString(claim, "{");
    assertThatThrownBy(() -> stream.create("SELECT id FROM order_stream"))
        .hasMessage(
            "The file _millrace_stream.json in checkpointLocation='"
                + stream.checkpoint()
                + "' is cut or damaged: restore it, or give stream job a directory of its own, where"
                + " it begins anew.");
  }

  /** As a stop or a kill leaves it while the first offsets are written. */
  @Test
  void aFirstBatchThatWasCutShortIsBegunAgain() throws Exception {
    stream.create("SELECT id FROM order_stream");
    assertThat(stream.drained()).hasSize(2);
    Path offsets = stream.checkpoint().resolve("offsets");
    for (String written : List.of("offsets", "commits", "sources")) {
      FileUtils.deleteDirectory(stream.checkpoint().resolve(written).toFile());
    }
    Path table = session.directory().resolve("db").resolve(stream.sink());
    FileUtils.deleteDirectory(table.resolve("_spark_metadata").toFile());
    Files.createDirectory(offsets);
    Path draft = Files.createFile(offsets.resolve(".0.d6b58a98.tmp"));
    stream.create("SELECT id FROM order_stream");
    assertThat(stream.drained()).hasSize(2);
    assertThat(draft).doesNotExist();
    assertThat(offsets.resolve("0")).isNotEmptyFile();
    // What is there of a batch that was begun stays.
    Files.createFile(draft);
    stream.create("SELECT id FROM order_stream");
    assertThat(stream.drained()).hasSize(2);
    assertThat(draft).exists();
  }

  @Test
  void ofTwoClaimsAtOnceTheSecondLeavesTheFirstAlone() throws Exception {
    StreamOptions options =
        StreamOptions.of("job", Map.of("checkpointLocation", stream.checkpoint().toString()));
    StreamCheckpoint first = StreamCheckpoint.of(session.spark(), "job", "sink", "", options);
    StreamCheckpoint second = StreamCheckpoint.of(session.spark(), "job", "sink", "", options);
    first.claim();
    assertThatThrownBy(second::claim)
        .hasMessage(
            "checkpointLocation='"
                + stream.checkpoint()
                + "' was taken at this moment by another start of stream job: SHOW STREAMS tells"
                + " how that one is.");
    assertThat(stream.checkpoint().resolve(CheckpointOwner.FILE)).isNotEmptyFile();
    first.release();
    assertThat(stream.checkpoint()).doesNotExist();
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
    stream.create(first);
    stream.drained();
    stream.create(first.replace(" AS total", " + 1 AS total"));
    stream.drained();
    assertThatThrownBy(() -> stream.create(second))
        .isInstanceOf(AnalysisException.class)
        .hasMessageStartingWith(
            "checkpointLocation='"
                + stream.checkpoint()
                + "' holds the state of another query of stream job,");
  }

  @Test
  void aFileIsNoCheckpoint() throws Exception {
    Files.createDirectories(stream.checkpoint().getParent());
    Files.writeString(stream.checkpoint(), "");
    assertThatThrownBy(() -> stream.create("SELECT id FROM order_stream"))
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
            "triggerIntervalMs has no meaning with triggerType='Once', which runs once: drop the option, or set it to 0."),
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
            ", url='redis://me:mine@host'",
            "",
            "SELECT id FROM order_stream",
            "The option url would put a secret into the plan of stream job: give it to CREATE TABLE instead."),
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
    String sql = stream.statement(option, columns, query);
    if (option.contains("triggerType")) {
      sql = sql.replace("triggerType='AvailableNow', ", "");
    }
    stream.refused(sql, sentence.replace("SINK", stream.sink()));
  }

  @Test
  void aCheckpointIsNeeded() {
    stream.refused(
        "CREATE STREAM job INSERT INTO " + stream.sink() + " SELECT id FROM order_stream",
        "Stream job has no checkpointLocation: add OPTIONS(checkpointLocation='a directory of its own').");
    stream.refused(
        stream
            .statement("", "", "SELECT id FROM order_stream")
            .replace(stream.checkpoint().toString(), "nope://x/y"),
        "checkpointLocation='nope://x/y' of stream job cannot be used: No FileSystem for scheme \"nope\".");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "append|SELECT id, count(*) AS total FROM order_stream GROUP BY id|Stream job cannot have outputMode='append': .*without watermark.*; it can have 'append' with groups of a time of which WHERE delay\\(time\\) < '2 minutes' says how late it may be\\.",
        "append|SELECT id FROM order_stream EXCEPT SELECT id FROM orders|Stream job cannot have outputMode='append': .*without watermark.*; it can have 'append' with groups of .*\\.",
        "update|SELECT id, count(*) AS total FROM order_stream GROUP BY id|Stream job cannot have outputMode='update': rows of spark_catalog\\.\\w+\\.SINK, a table of files, are never replaced; it can have 'append' with groups of .*\\.",
        "update|SELECT id FROM order_stream|Stream job cannot have outputMode='update': rows of spark_catalog\\.\\w+\\.SINK, a table of files, are never replaced; it can have 'append'\\.",
        "complete|SELECT id FROM order_stream|Stream job cannot have outputMode='complete': .*; it can have 'append'\\.",
        "append|SELECT id, row_number() OVER (ORDER BY price) AS total FROM order_stream|The query of stream job cannot run as a stream: Window function is not supported .*\\.",
      })
  void outputModesThatTheStreamCannotHaveAreRefused(String mode, String query, String sentence) {
    Throwable refusal =
        catchThrowable(
            () -> session.sql(stream.statement(", outputMode='" + mode + "'", "", query)));
    assertThat(refusal)
        .isInstanceOf(AnalysisException.class)
        .hasNoCause()
        .hasMessageMatching(sentence.replace("SINK", stream.sink()));
    assertThat(stream.checkpoint().getParent()).doesNotExist();
  }

  @Test
  void theModesOfATableWhoseRowsAreReplacedAreNamed() {
    session.sql("CREATE TABLE anywhere USING noop");
    assertThatThrownBy(
            () ->
                session.sql(
                    stream
                        .statement("", "", "SELECT id, count(*) FROM order_stream GROUP BY id")
                        .replace(stream.sink(), "anywhere")))
        .hasMessageContaining("; it can have 'complete' or 'update' or 'append' with groups of ");
    session.sql("DROP TABLE anywhere");
  }

  @Test
  void whatOnlyTheSinkKnowsLeavesNothingBehind() {
    session.sql("CREATE TABLE ticks USING rate");
    Throwable refusal =
        catchThrowable(
            () ->
                session.sql(
                    stream
                        .statement("", "", "SELECT id FROM order_stream")
                        .replace(stream.sink(), "ticks")));
    assertThat(refusal).hasMessageContaining("rate does not support streamed writing");
    assertThat(stream.checkpoint().getParent()).doesNotExist();
    assertThat(session.spark().streams().active()).isEmpty();
    session.sql("DROP TABLE ticks");
  }

  @Test
  void errorsInTheQueryHaveTheirPlaceInTheStatement() {
    String made = "CREATE TABLE made USING parquet AS\nSELECT 'id FROM order_stream";
    assertThatThrownBy(() -> session.sql(made))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("(line 2, pos 7)")
        .hasMessageContaining("== SQL ==\n" + made + "\n-------^^^");
    assertThatThrownBy(
            () ->
                session.sql(
                    "CREATE STREAM job OPTIONS(checkpointLocation='x') INSERT INTO "
                        + stream.sink()
                        + "\nSELECT idd FROM order_stream"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("`idd`")
        .hasMessageContaining("line 2 pos 7")
        .hasMessageNotContaining("Project");
    assertThatThrownBy(
            () ->
                session.sql(
                    "CREATE STREAM job INSERT INTO "
                        + stream.sink()
                        + "\nSELECT id FRM order_stream x y"))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("line 2")
        .hasMessageContaining("CREATE STREAM job");
  }
}
