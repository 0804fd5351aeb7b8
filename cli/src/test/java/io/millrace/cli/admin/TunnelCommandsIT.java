package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.junit.LocalTablestoreExtension;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TunnelCommandsIT {
  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(2).build();

  private static final ObjectMapper JSON = new ObjectMapper();

  @BeforeEach
  void createTable() {
    run("create", "-t", "t", "--pk", "k:string").ok();
  }

  @Test
  void createsListsDescribesAndDropsATunnel() throws IOException {
    String id = run("create_tunnel", "-t", "t", "-n", "changes").ok().out().strip();
    assertThat(id).matches("[0-9a-f-]{36}");
    assertThat(run("list_tunnel").ok().out())
        .isEqualTo(run("list_tunnel", "-t", "t").ok().out())
        .contains(id + "  changes");
    JsonNode listed = JSON.readTree(run("list_tunnel", "--format=json").ok().out());
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).toString())
        .isEqualTo(
            "{\"tunnelId\":\""
                + id
                + "\",\"tunnelName\":\"changes\",\"tableName\":\"t\",\"tunnelType\":\"Stream\","
                + "\"stage\":\"ProcessStream\",\"expired\":false}");

    JsonNode tunnel =
        JSON.readTree(
            run("describe_tunnel", "-t", "t", "-n", "changes", "--format=json").ok().out());
    assertThat(tunnel.get("tunnelId").asText()).isEqualTo(id);
    assertThat(tunnel.get("channels")).hasSize(2);
    assertThat(tunnel.at("/channels/0/channelStatus").asText()).isEqualTo("OPEN");
    String table = run("describe_tunnel", "-t", "t", "-n", "changes").ok().out();
    assertThat(table.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
    assertThat(table).contains(tunnel.at("/channels/1/channelId").asText());
    assertThat(run("describe_tunnel", "-t", "t", "-n", "changes", "--format=csv").ok().out())
        .startsWith("channelId,channelType,channelStatus,clientId,consumePoint,rows\n")
        .hasLineCount(3);

    assertThat(run("drop_tunnel", "-t", "t", "-n", "changes").ok().out())
        .isEqualTo("Tunnel 'changes' dropped from table 't'.\n");
    assertThat(run("list_tunnel", "--format=json").ok().out().strip()).isEqualTo("[ ]");
  }

  @Test
  void saysWhatIsWrongWithATunnel() {
    assertThat(run("describe_tunnel", "-t", "t", "-n", "x").failure())
        .startsWith("Table 't' has no tunnel 'x'; it has none at all");
    run("create_tunnel", "-t", "t", "-n", "one").ok();
    for (String command : new String[] {"describe_tunnel", "drop_tunnel", "consume_tunnel"}) {
      assertThat(run(command, "-t", "t", "-n", "x").failure())
          .isEqualTo("Table 't' has no tunnel 'x'; it has one.");
      assertThat(run(command, "-t", "none", "-n", "x").failure())
          .startsWith("Table 'none' does not exist in instance ");
    }
    assertThat(run("list_tunnel", "-t", "none").failure())
        .startsWith("Table 'none' does not exist");
    assertThat(run("create_tunnel", "-t", "none", "-n", "x").failure())
        .startsWith("Table 'none' does not exist");
    assertThat(run("create_tunnel", "-t", "t", "-n", "one").failure())
        .startsWith("Table 't' already has a tunnel 'one'");
    assertThat(run("create_tunnel", "-t", "t", "-n", "y", "-m", "all").misuse())
        .contains("'--mode'");
    assertThat(run("create_tunnel", "-t", "t", "-n", "y", "--start", "noon").misuse())
        .startsWith("--start is 'noon'");
    assertThat(
            run("create_tunnel", "-t", "t", "-n", "y", "-m", "base_data_only", "--start=latest")
                .misuse())
        .startsWith("--start is for changes");
  }

  @Test
  void consumeLooksWithoutTakingUnlessCommitted() throws IOException {
    run("create_tunnel", "-t", "t", "-n", "changes").ok();
    run("put", "-t", "t", "-k", "[\"a\"]", "-a", "[{\"c\":\"v\",\"v\":1}]").ok();
    run("update", "-t", "t", "-k", "[\"a\"]", "-a", "[{\"c\":\"w\",\"v\":\"x\"}]", "--delete=v")
        .ok();
    run("del", "-t", "t", "-k", "[\"a\"]").ok();

    String seen = consume();
    assertThat(seen)
        .isEqualTo("PUT     [\"a\"]  v=1\nUPDATE  [\"a\"]  w=\"x\"  v deleted\nDELETE  [\"a\"]\n");
    assertThat(consume()).isEqualTo(seen);
    assertThat(consume("--limit", "1")).isEqualTo("PUT     [\"a\"]  v=1\n");
    JsonNode put = JSON.readTree(consume("--limit=1", "--format=json"));
    assertThat(put.get("action").asText()).isEqualTo("PUT");
    assertThat(put.at("/PK/Values").toString()).isEqualTo("[\"a\"]");
    assertThat(put.get("time").asText()).endsWith("Z");
    assertThat(consume("--format=csv"))
        .startsWith("action,time,channel,key,columns\nPUT,")
        .hasLineCount(4);

    assertThat(consume("--commit")).isEqualTo(seen);
    assertThat(consume()).isEmpty();
    run("put", "-t", "t", "-k", "[\"b\"]").ok();
    assertThat(consume()).isEqualTo("PUT     [\"b\"]\n");
  }

  @Test
  void theRowsOfATableComeBeforeItsChanges() {
    for (int i = 0; i < 30; i++) {
      run("put", "-t", "t", "-k", "[\"k" + i + "\"]").ok();
    }
    run("create_tunnel", "-t", "t", "-n", "changes", "-m", "base_and_stream").ok();
    run("put", "-t", "t", "-k", "[\"later\"]").ok();
    assertThat(consume().lines().filter(line -> !line.contains("later"))).hasSize(30);
    String all = consume("--commit");
    assertThat(all.lines().filter(line -> !line.contains("later"))).hasSize(30);
    assertThat(all).endsWith("PUT     [\"later\"]\n");
    assertThat(consume()).isEmpty();
  }

  private static String consume(String... options) {
    String[] all = new String[options.length + 5];
    System.arraycopy(new String[] {"consume_tunnel", "-t", "t", "-n", "changes"}, 0, all, 0, 5);
    System.arraycopy(options, 0, all, 5, options.length);
    return run(all).ok().out();
  }

  private static AdminRun run(String... arguments) {
    return AdminRun.on(TABLESTORE.instance(), arguments);
  }
}
