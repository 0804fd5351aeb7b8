package io.millrace.spark.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.spark.credentials.AccessKey;
import io.millrace.spark.error.InvalidOptionException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.AnalysisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {

  @Test
  void namesHaveNoCaseAndDefaultsHold() {
    OptionValues options = OptionValues.of(Map.of("Tunnel.ID", "t1", "MAXOFFSETSPERCHANNEL", "7"));

    StreamSettings settings = StreamSettings.of(options);

    assertThat(settings.tunnel().id()).isEqualTo("t1");
    assertThat(settings.limits().maxRowsPerChannel()).isEqualTo(7);
    assertThat(settings.retryTime()).isEqualTo(Duration.ofMinutes(2));
    assertThat(settings.claimPlace()).isEqualTo(ClaimPlace.AUTO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "abc", "", "1.5", "2147483648"})
  void refusesALimitThatIsNoPositiveNumber(String text) {
    OptionValues options = OptionValues.of(Map.of("maxoffsetsperchannel", text));

    assertThatThrownBy(() -> options.check(OptionUse.STREAM))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessage(
            "Option maxoffsetsperchannel is '"
                + text
                + "': give a whole number from 1 to 2147483647.")
        .hasNoCause();
  }

  @Test
  void refusesAnUnknownNameWithTheNearestKnownOne() {
    OptionValues options = OptionValues.of(Map.of("maxoffsetperchannel", "5"));

    assertThatThrownBy(() -> options.check(OptionUse.STREAM))
        .isInstanceOf(AnalysisException.class)
        .hasMessage("Option maxoffsetperchannel is not known: did you mean maxoffsetsperchannel?");
  }

  @Test
  void suggestsNamesOfTheStatementToo() {
    OptionValues options = OptionValues.of(Map.of("triggertyp", "once"));

    assertThatThrownBy(() -> options.check(OptionUse.WRITE, List.of("triggerType")))
        .hasMessageEndingWith("did you mean triggerType?");
  }

  @Test
  void refusesAnOptionOfTheTableInAScan() {
    OptionValues options = OptionValues.of(Map.of("endpoint", "http://localhost:1"));

    assertThatThrownBy(() -> options.check(OptionUse.STREAM))
        .hasMessage(
            "Option endpoint does not belong to a stream read: give it in the OPTIONS of CREATE"
                + " TABLE.");
  }

  @Test
  void namesTheStatementThatAnOptionBelongsTo() {
    OptionValues options = OptionValues.of(Map.of("tunnel.name", "changes"));

    assertThatThrownBy(() -> options.check(OptionUse.BATCH))
        .hasMessage(
            "Option tunnel.name does not belong to a batch read: give it in the OPTIONS of CREATE"
                + " TABLE or CREATE SCAN ... USING STREAM.");
  }

  /** Those of a statement without OPTIONS are Spark's own words about the table. */
  @Test
  void propertiesOfSparkAreNoOptions() {
    OptionValues options = OptionValues.ofTable(Map.of("provider", "tablestore", "owner", "ann"));

    assertThatThrownBy(() -> options.get(DefinitionOptions.ENDPOINT))
        .hasMessageStartingWith("Option endpoint is missing: give ");
    options.check(OptionUse.TABLE);
  }

  @Test
  void aMissingOptionIsNamed() {
    assertThatThrownBy(() -> StreamSettings.of(OptionValues.of(Map.of())))
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageStartingWith("Option tunnel.id is missing: give ");
  }

  @Test
  void neverShowsASecret() {
    OptionValues options =
        OptionValues.of(Map.of("access.key.id", "key with blank", "access.key.secret", "s3cr3t"));

    assertThat(options.toString()).doesNotContain("s3cr3t", "key with blank");
    assertThatThrownBy(() -> options.check(OptionUse.TABLE))
        .hasMessageContaining("access.key.id")
        .hasMessageNotContaining("key with blank");
    assertThat(
            new Connection("http://h:1", "i", new AccessKey("the-id", "s3cr3t", null)).toString())
        .doesNotContain("s3cr3t", "the-id");
  }

  @Test
  void takesOfATablesPropertiesWhatTheUserWroteAsOptions() {
    Map<String, String> properties = new HashMap<>();
    properties.put("owner", "me");
    properties.put("provider", "tablestore");
    properties.put("path", "/warehouse/t");
    properties.put("transient_lastDdlTime", "1");
    properties.put("table.name", "T");
    properties.put("option.table.name", "T");

    OptionValues options = OptionValues.ofTable(properties);

    assertThat(options.asMap()).isEqualTo(Map.of("table.name", "T"));
  }

  @Test
  void optionsOfAReadStandAboveThoseOfTheTable() {
    OptionValues table = OptionValues.of(Map.of("tunnel.id", "a", "maxoffsetsperchannel", "5"));

    OptionValues merged = table.overlaidBy(OptionValues.of(Map.of("TUNNEL.id", "b")));

    assertThat(StreamSettings.of(merged).tunnel().id()).isEqualTo("b");
    assertThat(StreamSettings.of(merged).limits().maxRowsPerChannel()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8087", "https://i.cn-hangzhou.ots.aliyuncs.com/"})
  void takesAddresses(String text) {
    OptionValues options = OptionValues.of(Map.of("endpoint", text));
    assertThat(options.get(DefinitionOptions.ENDPOINT)).doesNotEndWith("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8087", "ftp://h", "http://h/path", "http://", "nonsense"})
  void refusesWhatIsNoAddress(String text) {
    OptionValues options = OptionValues.of(Map.of("endpoint", text));
    assertThatThrownBy(() -> options.get(DefinitionOptions.ENDPOINT))
        .hasMessageStartingWith("Option endpoint is '" + text + "': give an address");
  }

  @Test
  void hidesWhoIsInAnAddress() {
    OptionValues options = OptionValues.of(Map.of("endpoint", "http://id:HIDDEN@h:1"));
    assertThatThrownBy(() -> options.get(DefinitionOptions.ENDPOINT))
        .hasMessageStartingWith("Option endpoint is 'http://(hidden)@h:1': give an address");
  }

  @Test
  void knowsEveryNameOfTheOlderConnector() {
    List<String> names =
        List.of(
            "endpoint",
            "access.key.id",
            "access.key.secret",
            "instance.name",
            "table.name",
            "catalog",
            "tunnel.id",
            "maxoffsetsperchannel",
            "checkpoint.table",
            "ots.client",
            "maxoffsetspertrigger",
            "compute.mode",
            "max.split.count",
            "split.size.mbs",
            "search.index.name",
            "push.down.range.long",
            "push.down.range.string",
            "version",
            "batch.update.size",
            "writer.batch.request.type",
            "writer.batch.order.guaranteed",
            "writer.batch.duplicate.allowed",
            "writer.row.change.type",
            "writer.bucket.num",
            "writer.callback.pool.num",
            "writer.callback.pool.queue.size",
            "writer.concurrency",
            "writer.buffer.size",
            "writer.flush.interval.ms",
            "client.io.pool",
            "writer.max.batch.size.byte",
            "writer.max.batch.count",
            "writer.max.column.count",
            "writer.max.attr.size.byte",
            "writer.max.pk.size.byte",
            "client.retry.strategy",
            "client.retry.time.s",
            "client.retry.count",
            "client.retry.pause.ms",
            "spark.ignore.on-failure.enabled");

    for (String name : names) {
      assertThat(TablestoreOptions.find(name)).as(name).isPresent();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "tablestore.endpoint, endpoint",
    "tablestore.access_key_id, access.key.id",
    "tablestore.table.name, table.name",
    "tablestore.security_token, security.token"
  })
  void answersNamesOfItsHiveTablesWithOurs(String theirs, String ours) {
    assertThatThrownBy(() -> OptionValues.of(Map.of(theirs, "x")).check(OptionUse.TABLE))
        .hasMessage("Option " + theirs + " is not known: did you mean " + ours + "?");
  }
}
