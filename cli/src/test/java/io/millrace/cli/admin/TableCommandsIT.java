package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.local.junit.LocalTablestoreExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TableCommandsIT {
  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(2).build();

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void createsDescribesListsAndDropsATable() throws Exception {
    assertThat(
            run(
                    "create",
                    "-t",
                    "uploads",
                    "--pk",
                    "[{\"c\":\"uid\",\"t\":\"string\"},{\"c\":\"pid\",\"t\":\"integer\",\"opt\":\"auto\"}]",
                    "--ttl",
                    "864000",
                    "--version",
                    "3",
                    "--stream",
                    "24")
                .ok()
                .out())
        .startsWith("Table 'uploads' created in instance ");
    run("create", "-t", "OrderSource", "--pk", "UserId:string,OrderId:string").ok();

    assertThat(run("list").ok().out()).isEqualTo("Table\nOrderSource\nuploads\n");
    assertThat(run("lt", "--format", "csv").ok().out()).isEqualTo("table\nOrderSource\nuploads\n");
    assertThat(JSON.readTree(run("list", "--format", "json").ok().out()).findValuesAsText("table"))
        .containsExactly("OrderSource", "uploads");

    JsonNode description = JSON.readTree(run("desc", "-t", "uploads", "--format=json").ok().out());
    assertThat(description.get("primaryKey").toString())
        .isEqualTo(
            "[{\"name\":\"uid\",\"type\":\"string\"},{\"name\":\"pid\",\"type\":\"integer\",\"option\":\"auto\"}]");
    assertThat(description.get("timeToLive").asInt()).isEqualTo(864000);
    assertThat(description.get("maxVersions").asInt()).isEqualTo(3);
    assertThat(description.at("/stream/enabled").asBoolean()).isTrue();
    assertThat(description.at("/stream/expirationHours").asInt()).isEqualTo(24);
    assertThat(run("desc", "-t", "OrderSource").ok().out())
        .contains("primaryKey[1].name        OrderId\n")
        .contains("stream.enabled            false\n");
    assertThat(run("desc", "-t", "OrderSource", "--format=csv").ok().out())
        .startsWith("property,value\ntable,OrderSource\n");

    assertThat(run("drop", "-t", "uploads", "-y").ok().out())
        .startsWith("Table 'uploads' dropped from instance ");
    assertThat(run("list").ok().out()).isEqualTo("Table\nOrderSource\n");
  }

  @Test
  void saysWhatIsWrongWithATable() {
    run("create", "-t", "t", "--pk", "a:string").ok();
    assertThat(run("create", "-t", "t", "--pk", "a:string").failure())
        .startsWith("Table 't' already exists in instance ");
    assertThat(run("create", "-t", "1t", "--pk", "a:string").failure())
        .contains("Invalid table name: '1t'.");
    assertThat(run("create", "-t", "u", "--pk", "a:string", "--ttl", "0").misuse())
        .contains("--ttl is 0");
    assertThat(run("desc", "-t", "none").failure())
        .startsWith("Table 'none' does not exist in instance ")
        .endsWith("'millrace admin list' shows the tables that do.");
    assertThat(run("drop", "-t", "none", "-y").failure()).startsWith("Table 'none' does not exist");
    assertThat(run("drop", "-t", "t").misuse()).contains("add -y");
    assertThat(run("list").ok().out()).isEqualTo("Table\nt\n");
  }

  @Test
  void saysHowACommandIsUsed() {
    assertThat(run("create", "-t", "t", "--pk", "[{\"c\":").misuse()).contains("is not JSON");
    assertThat(run("create", "-t", "t").misuse()).isEqualTo("Missing required option: '--pk=KEY'");
    assertThat(run("list", "--format=xml").misuse()).contains("'--format'").contains("'xml'");
    assertThat(run("lst").misuse()).contains("'lst'");
    assertThat(run().misuse()).isEqualTo("A command is missing.");
    assertThat(run("list").ok().out()).isEqualTo("Table\n");
  }

  private static AdminRun run(String... arguments) {
    return AdminRun.on(TABLESTORE.instance(), arguments);
  }
}
