package io.millrace.local.server;

import static io.millrace.local.server.SdkServer.assertRefused;
import static io.millrace.local.server.SdkServer.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alicloud.openservices.tablestore.ClientException;
import com.alicloud.openservices.tablestore.SyncClient;
import com.alicloud.openservices.tablestore.model.ColumnValue;
import com.alicloud.openservices.tablestore.model.GetRowRequest;
import com.alicloud.openservices.tablestore.model.PutRowRequest;
import com.alicloud.openservices.tablestore.model.RowPutChange;
import com.alicloud.openservices.tablestore.model.SingleRowQueryCriteria;
import com.alicloud.openservices.tablestore.model.tunnel.CreateTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.ListTunnelRequest;
import com.alicloud.openservices.tablestore.model.tunnel.TunnelType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminIT {
  @RegisterExtension static final SdkServer ots = new SdkServer(2);

  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void clearFaults() {
    ots.server().faults().clear();
  }

  @Test
  void saysThatItIsReady() throws Exception {
    HttpResponse<String> health = call("GET", "health", null);
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(json(health).get("status").asText()).isEqualTo("ready");
  }

  @Test
  void countsRequestsInPrometheusFormat() throws Exception {
    ots.createTable("t");
    put(1);
    String before = call("GET", "metrics", null).body();
    put(2);
    assertRefused(
        () -> ots.createTable("t"),
        409,
        "OTSObjectAlreadyExist",
        "Requested table already exists.");
    String after = call("GET", "metrics", null).body();

    String puts = "millrace_requests_total{operation=\"PutRow\",code=\"OK\"}";
    assertThat(sample(after, puts)).isEqualTo(sample(before, puts) + 1);
    assertThat(
            sample(
                after,
                "millrace_requests_total{operation=\"CreateTable\",code=\"OTSObjectAlreadyExist\"}"))
        .isPositive();
    String seconds = "millrace_request_seconds_count{operation=\"PutRow\"}";
    assertThat(sample(after, seconds)).isEqualTo(sample(before, seconds) + 1);
    assertThat(sample(after, "millrace_request_bytes_total{operation=\"PutRow\"}")).isPositive();
  }

  @Test
  void movesTheTimeOfTheData() throws Exception {
    ots.createTable("t");
    Instant before = Instant.parse(json(call("GET", "clock", null)).get("now").asText());
    JsonNode advanced = json(call("POST", "clock/advance", "{\"by\":\"P2D\"}"));
    assertThat(Instant.parse(advanced.get("now").asText()))
        .isAfter(before.plus(Duration.ofDays(2)));

    put(1);
    assertThat(versionOf(1)).isGreaterThan(before.plus(Duration.ofDays(2)).toEpochMilli());

    JsonNode set = json(call("PUT", "clock", "{\"now\":\"2030-01-01T00:00:00Z\"}"));
    assertThat(set.get("now").asText()).startsWith("2030-01-01T00:00");
    put(2);
    assertThat(versionOf(2))
        .isGreaterThanOrEqualTo(Instant.parse("2030-01-01T00:00:00Z").toEpochMilli());
  }

  @Test
  void answersTheNextRequestsWithAnError() throws Exception {
    ots.createTable("t");
    JsonNode faults =
        json(
            call(
                "POST",
                "faults",
                "{\"operation\":\"PutRow\",\"times\":2,\"error\":\"OTSParameterInvalid\",\"message\":\"by"
                    + " the test\"}"));
    assertThat(faults.get("pending").get(0).get("times").asInt()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      assertRefused(() -> put(1), 400, "OTSParameterInvalid", "by the test");
    }
    put(1);
    JsonNode after = json(call("GET", "faults", null));
    assertThat(after.get("pending")).isEmpty();
    assertThat(after.get("happened").asLong()).isEqualTo(faults.get("happened").asLong() + 2);
  }

  @Test
  void aRetriableErrorIsRetriedByTheClient() throws Exception {
    ots.createTable("t");
    call("POST", "faults", "{\"operation\":\"*\",\"times\":3,\"error\":\"OTSServerBusy\"}");
    put(1);
    assertThat(json(call("GET", "faults", null)).get("pending")).isEmpty();
    assertThat(versionOf(1)).isPositive();
  }

  @Test
  void delaysAReply() throws Exception {
    ots.createTable("t");
    call("POST", "faults", "{\"operation\":\"PutRow\",\"delayMillis\":300}");
    long start = System.nanoTime();
    put(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(300));
  }

  @Test
  void dropsAReplyAfterTheRequestWasCarriedOut() throws Exception {
    ots.createTable("t");
    call("POST", "faults", "{\"operation\":\"PutRow\",\"dropReply\":true}");
    SyncClient once =
        new SyncClient(
            ots.server().endpoint(), "local", "local", ots.instance(), NoRetry.configuration());
    try {
      assertThatThrownBy(() -> put(once, 1)).isInstanceOf(ClientException.class);
    } finally {
      once.shutdown();
    }
    assertThat(versionOf(1)).isPositive();
  }

  @Test
  void clearsFaults() throws Exception {
    ots.createTable("t");
    call(
        "POST",
        "faults",
        "{\"operation\":\"PutRow\",\"times\":99,\"error\":\"OTSParameterInvalid\"}");
    call("DELETE", "faults", null);
    put(1);
  }

  @Test
  void makesEmptiesAndRemovesInstances() throws Exception {
    JsonNode made = json(call("PUT", "instances/second", null));
    assertThat(made.get("instances").toString()).contains("\"second\"");
    ots.createTable("t");
    JsonNode reset = json(call("POST", "instances/" + ots.instance() + "/reset", null));
    assertThat(reset.get("tables")).isEmpty();
    assertThat(ots.sync().listTable().getTableNames()).isEmpty();
    JsonNode removed = json(call("DELETE", "instances/second", null));
    assertThat(removed.get("instances").toString()).doesNotContain("\"second\"");
  }

  @Test
  void splitsAndMergesChannels() throws Exception {
    ots.createTableWithStream("t");
    String table = "instances/" + ots.instance() + "/tables/t/";
    JsonNode shards = json(call("GET", table + "shards", null)).get("shards");
    assertThat(shards).hasSize(2);
    String first = shards.get(0).get("id").asText();
    JsonNode children =
        json(call("POST", table + "split", "{\"shard\":\"" + first + "\"}")).get("shards");
    assertThat(children).hasSize(2);
    assertThat(children.get(0).get("parent").asText()).isEqualTo(first);
    JsonNode merged =
        json(call(
                "POST",
                table + "merge",
                "{\"shards\":[\""
                    + children.get(0).get("id").asText()
                    + "\",\""
                    + children.get(1).get("id").asText()
                    + "\"]}"))
            .get("shards");
    assertThat(merged).hasSize(1);
    assertThat(json(call("GET", table + "shards", null)).get("shards")).hasSize(5);
  }

  @Test
  void letsATunnelExpire() throws Exception {
    ots.createTable("t");
    String id =
        ots.tunnels()
            .createTunnel(new CreateTunnelRequest("t", "tun", TunnelType.Stream))
            .getTunnelId();
    HttpResponse<String> expired =
        call("POST", "instances/" + ots.instance() + "/tunnels/" + id + "/expire", null);
    assertThat(expired.statusCode()).isEqualTo(200);
    assertThat(
            ots.tunnels()
                .listTunnel(new ListTunnelRequest("t"))
                .getTunnelInfos()
                .get(0)
                .isExpired())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET|nothing||404|The admin API has no /_millrace/nothing.",
        "PUT|health||405|/_millrace/health is called with GET, not PUT.",
        "PUT|clock|{\"now\":\"noon\"}|400|The time to set is noon; write it like"
            + " 2026-11-22T08:00:00Z.",
        "PUT|clock|{}|400|The time to set is null; write it like 2026-11-22T08:00:00Z.",
        "POST|clock/advance|{\"by\":\"-PT1H\"}|400|Time advances forward only, not by -PT1H; set it"
            + " to go back.",
        "POST|clock/advance|{\"by\":\"soon\"}|400|The time to advance by is soon; write it like"
            + " PT90S, PT1H or P8D.",
        "POST|faults|{\"operation\":\"PutRow\"}|400|A fault needs an error, a delay or a dropped"
            + " reply.",
        "POST|faults|{\"error\":\"OTSServerBusy\"}|400|A fault needs the operation it happens to,"
            + " or *.",
        "POST|faults|{\"operation\":\"PutRow\",\"error\":\"Busy\"}|400|Unknown error code Busy: use"
            + " one of the service's, such as OTSServerBusy.",
        "POST|faults|{\"operation\":\"PutRow\",\"times\":0,\"error\":\"OTSServerBusy\"}|400|A fault"
            + " happens at least once, not 0 times.",
        "DELETE|instances/none||404|There is no instance none; there are: ",
        "PUT|instances/a%20b||400|Invalid instance name: 'a b'.",
        "POST|instances/none/reset||404|There is no instance none; there are: "
      })
  void saysWhatIsWrongInOneSentence(
      String method, String path, String body, int status, String error) throws Exception {
    HttpResponse<String> response = call(method, path, body);
    assertThat(json(response).get("error").asText()).startsWith(error);
    assertThat(response.statusCode()).isEqualTo(status);
  }

  @Test
  void refusesABodyThatIsNotTheJsonItTakes() throws Exception {
    for (String body : new String[] {"", "null", "[]", "{", "{\"opration\":\"PutRow\"}", "1"}) {
      HttpResponse<String> response = call("POST", "faults", body);
      assertThat(response.statusCode()).as(body).isEqualTo(400);
      assertThat(json(response).get("error").asText()).isNotBlank();
    }
  }

  @Test
  void webPagesMayNotCallIt() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri("instances/" + ots.instance() + "/reset"))
            .header("Origin", "http://example.com")
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(json(response).get("error").asText())
        .isEqualTo("Web pages may not call the admin API.");
  }

  private HttpResponse<String> call(String method, String path, String body) throws Exception {
    HttpRequest.BodyPublisher publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request = HttpRequest.newBuilder(uri(path)).method(method, publisher).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create(ots.server().endpoint() + "/_millrace/" + path);
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new ObjectMapper().readTree(response.body());
  }

  private static long sample(String exposition, String name) {
    return exposition
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  private static void put(long sk) {
    put(ots.sync(), sk);
  }

  private static void put(SyncClient client, long sk) {
    RowPutChange put = new RowPutChange("t", key("a", sk));
    put.addColumn("x", ColumnValue.fromLong(sk));
    client.putRow(new PutRowRequest(put));
  }

  private static long versionOf(long sk) {
    SingleRowQueryCriteria criteria = new SingleRowQueryCriteria("t", key("a", sk));
    criteria.setMaxVersions(1);
    return ots.sync()
        .getRow(new GetRowRequest(criteria))
        .getRow()
        .getLatestColumn("x")
        .getTimestamp();
  }
}
