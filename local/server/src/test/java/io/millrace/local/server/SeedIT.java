package io.millrace.local.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.TunnelClient;
import com.alicloud.openservices.tablestore.model.GetRangeRequest;
import com.alicloud.openservices.tablestore.model.PrimaryKeyBuilder;
import com.alicloud.openservices.tablestore.model.PrimaryKeyValue;
import com.alicloud.openservices.tablestore.model.RangeRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.Row;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that begin with what files hold. */
class SeedIT {
  private static final String SEED =
      """
      {"table": "orders", "key": ["user:string", "id:integer:auto"], "columns": ["price:double"],
       "indexes": [{"name": "by_price", "key": ["user", "id"], "columns": ["price"]}], "stream": 24}
      {"row": "orders", "pk": ["a", null], "attr": {"price": 1.5, "paid": true, "raw": {"base64": "AAE="}}}
      {"row": "orders", "pk": ["b", null], "attr": {"n": 3, "text": "x"}}
      {"tunnel": "changes", "table": "orders", "type": "BaseAndStream", "start": "earliest"}
      """;

  @TempDir Path directory;

  @Test
  void tablesRowsAndTunnelsAreThere() throws IOException {
    try (LocalTablestore server = LocalTablestore.builder().seed(file(SEED)).start()) {
      assertThat(tables(server)).containsExactly("by_price", "orders");
      List<Row> rows = rows(server);
      assertThat(rows).hasSize(2);
      assertThat(rows.get(0).getLatestColumn("price").getValue().asDouble()).isEqualTo(1.5);
      assertThat(rows.get(0).getLatestColumn("paid").getValue().asBoolean()).isTrue();
      assertThat(rows.get(0).getLatestColumn("raw").getValue().asBinary()).containsExactly(0, 1);
      assertThat(rows.get(1).getLatestColumn("n").getValue().asLong()).isEqualTo(3);
      TunnelClient tunnels = new TunnelClient(server.endpoint(), "local", "local", "millrace");
      assertThat(tunnels.listTunnel(new ListTunnelRequest("orders")).getTunnelInfos())
          .extracting(TunnelInfo::getTunnelName)
          .containsExactly("changes");
      tunnels.shutdown();
    }
  }

  @Test
  void aServerStartedAgainLeavesItsTablesAlone() throws IOException {
    Path seed = file(SEED);
    Path data = directory.resolve("data");
    for (int i = 0; i < 2; i++) {
      try (LocalTablestore server =
          LocalTablestore.builder().dataDirectory(data).seed(seed).start()) {
        assertThat(rows(server)).hasSize(2);
      }
    }
  }

  @Test
  void anArrayIsASeedToo() throws IOException {
    Path seed =
        file("[{\"table\": \"t\", \"key\": [\"k:string\"]},\n {\"row\": \"t\", \"pk\": [\"a\"]}]");
    try (LocalTablestore server = LocalTablestore.builder().seed(seed).start()) {
      assertThat(tables(server)).containsExactly("t");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"row\": \"t\", \"pk\": [1]}|Validate PK type fail. Input: VT_INTEGER, Meta: VT_STRING.",
        "{\"row\": \"t\", \"pk\": []}|pk has 0 values; the key of the table has 1.",
        "{\"row\": \"u\", \"pk\": [\"a\"]}|Table 'u' of instance 'millrace' is not made by an earlier entry.",
        "{\"row\": \"t\", \"pk\": [\"a\"], \"attr\": {\"c\": [1]}}|Column 'c' is [1]; give a text, a number, true or false, or {\"base64\": \"...\"}.",
        "{\"row\": \"t\", \"pk\": [\"a\"], \"atr\": {}}|Unknown field 'atr'.",
        "{\"table\": \"t\", \"key\": [\"k:string\"]}|Requested table already exists.",
        "{\"table\": \"u\", \"key\": [\"k\"]}|The key column is 'k'; write it like id:string or id:integer:auto.",
        "{\"table\": \"u\", \"key\": []}|The number of primary key columns must be in range: [1, 4].",
        "{\"table\": \"u\", \"key\": [\"k:string\"], \"instance\": \"other\"}|Instance 'other' is not served: give it to the server.",
        "{\"tunnel\": \"x\", \"table\": \"t\", \"type\": \"All\"}|type is 'All'; give one of BaseData, Stream, BaseAndStream.",
        "17|Expected an object, not 17.",
        "{\"table\" \"u\"}|This is not JSON: ",
      })
  void whatCannotBeUsedIsNamedAndNothingIsMade(String line, String reason) throws IOException {
    Path seed = file("{\"table\": \"t\", \"key\": [\"k:string\"]}\n\n" + line + "\n");
    Path data = directory.resolve("data");
    assertThatThrownBy(
            () ->
                LocalTablestore.builder()
                    .dataDirectory(data)
                    .instance("millrace")
                    .instance("second")
                    .seed(seed)
                    .start())
        .isInstanceOf(LocalTablestoreException.class)
        .hasMessageStartingWith("Seed file " + seed + ", line 3: " + reason);
    try (LocalTablestore server = LocalTablestore.builder().dataDirectory(data).start()) {
      assertThat(server.instanceNames()).containsExactly("millrace");
      assertThat(tables(server)).isEmpty();
    }
  }

  @Test
  void instancesThatWereThereOutliveAFailedStart() throws IOException {
    Path data = directory.resolve("data");
    try (LocalTablestore server =
        LocalTablestore.builder().dataDirectory(data).seed(file(SEED)).start()) {
      assertThat(rows(server)).hasSize(2);
    }
    Path unusable = file("{\"table\": \"u\", \"key\": []}");
    assertThatThrownBy(() -> LocalTablestore.builder().dataDirectory(data).seed(unusable).start())
        .isInstanceOf(LocalTablestoreException.class);
    try (LocalTablestore server = LocalTablestore.builder().dataDirectory(data).start()) {
      assertThat(rows(server)).hasSize(2);
    }
  }

  @Test
  void aRunningServerTakesASeedWholeOrNotAtAll() throws IOException {
    try (LocalTablestore server = LocalTablestore.start()) {
      Path unusable = file(SEED + "{\"row\": \"orders\", \"pk\": [1, null]}");
      assertThatThrownBy(() -> server.seed("millrace", List.of(unusable)))
          .isInstanceOf(LocalTablestoreException.class)
          .hasMessageStartingWith("Seed file " + unusable + ", line 6: Validate PK type fail.");
      assertThat(tables(server)).isEmpty();
      server.seed("millrace", List.of(file(SEED)));
      assertThat(rows(server)).hasSize(2);
    }
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = directory.resolve("none.json");
    assertThatThrownBy(() -> LocalTablestore.builder().seed(missing).start())
        .hasMessage("Seed file " + missing + " does not exist: check the path.");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(directory.resolve("seed.json"), text);
  }

  private static List<String> tables(LocalTablestore server) {
    SyncClient client = new SyncClient(server.endpoint(), "local", "local", "millrace");
    try {
      return client.listTable().getTableNames();
    } finally {
      client.shutdown();
    }
  }

  private static List<Row> rows(LocalTablestore server) {
    SyncClient client = new SyncClient(server.endpoint(), "local", "local", "millrace");
    RangeRowQueryCriteria criteria = new RangeRowQueryCriteria("orders");
    criteria.setMaxVersions(1);
    criteria.setInclusiveStartPrimaryKey(
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn("user", PrimaryKeyValue.INF_MIN)
            .addPrimaryKeyColumn("id", PrimaryKeyValue.INF_MIN)
            .build());
    criteria.setExclusiveEndPrimaryKey(
        PrimaryKeyBuilder.createPrimaryKeyBuilder()
            .addPrimaryKeyColumn("user", PrimaryKeyValue.INF_MAX)
            .addPrimaryKeyColumn("id", PrimaryKeyValue.INF_MAX)
            .build());
    try {
      return client.getRange(new GetRangeRequest(criteria)).getRows();
    } finally {
      client.shutdown();
    }
  }
}
