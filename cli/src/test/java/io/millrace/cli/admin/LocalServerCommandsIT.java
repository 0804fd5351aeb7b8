package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.junit.LocalTablestoreExtension;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LocalServerCommandsIT {
  @RegisterExtension
  static final LocalTablestoreExtension TABLESTORE =
      LocalTablestoreExtension.builder().partitions(2).build();

  @Test
  void tellsHealthMetricsAndTime() {
    assertThat(run("health").ok().out()).isEqualTo("ready\n");
    assertThat(run("metrics").ok().out()).contains("millrace_uptime_seconds");
    assertThat(run("clock", "--set", "2030-01-01T00:00:00Z").ok().out())
        .startsWith("2030-01-01T00");
    assertThat(run("clock", "--advance", "P1D").ok().out()).startsWith("2030-01-02T");
    assertThat(run("clock").ok().out()).startsWith("2030-01-02T");
    assertThat(run("clock", "--set", "tomorrow").failure()).contains("tomorrow");
    assertThat(run("clock", "--set", "x", "--advance", "y").misuse()).contains("not both");
  }

  @Test
  void splitsAndMergesChannelsAndExpiresATunnel() {
    run("create", "-t", "t", "--pk", "k:string").ok();
    String tunnel = run("create_tunnel", "-t", "t", "-n", "tun").ok().out().strip();
    String channel =
        run("describe_tunnel", "-t", "t", "-n", "tun", "--format", "csv")
            .ok()
            .out()
            .lines()
            .flatMap(line -> Arrays.stream(line.split(",")))
            .filter(field -> field.matches("[0-9a-f-]{36}_\\d+"))
            .findFirst()
            .orElseThrow();
    String[] children = run("split_channel", "-t", "t", "-c", channel).ok().out().split("\n");
    assertThat(children).hasSize(2);
    String merged =
        run("merge_channels", "-t", "t", "-c", children[0], "-c", children[1]).ok().out();
    assertThat(merged.lines()).hasSize(1);
    assertThat(run("merge_channels", "-t", "t", "-c", channel).misuse()).contains("two channels");

    run("expire_tunnel", "--tunnel-id", tunnel).ok();
    assertThat(run("list_tunnel", "--format", "csv").ok().out()).contains("true");
  }

  @Test
  void injectsListsAndClearsFaults() {
    run("fault", "ListTable", "--error", "OTSParameterInvalid", "--message", "on purpose").ok();
    assertThat(run("list_fault", "--format", "csv").ok().out()).contains("ListTable,1");
    assertThat(run("list").failure()).contains("on purpose");
    run("fault", "*", "--times", "5", "--delay", "1").ok();
    run("clear_fault").ok();
    assertThat(run("list_fault", "--format", "csv").ok().out().lines()).hasSize(1);
    assertThat(run("fault", "PutRow", "--error", "OTSNoSuch").failure()).contains("OTSNoSuch");
    assertThat(run("fault", "PutRow").misuse()).contains("--error");
  }

  @Test
  void keepsRestoresAndResets() {
    run("create", "-t", "t", "--pk", "k:string").ok();
    run("snapshot", "before").ok();
    assertThat(run("reset").misuse()).contains("-y");
    run("reset", "-y").ok();
    assertThat(run("list").ok().out()).doesNotContain("t\n");
    run("restore", "before").ok();
    assertThat(run("list").ok().out()).contains("t\n");
    assertThat(run("list_snapshot", "--format", "csv").ok().out()).contains("before,");
    run("drop_snapshot", "before").ok();
    assertThat(run("restore", "before").failure()).contains("has no snapshot before");
  }

  private static AdminRun run(String... arguments) {
    return AdminRun.on(TABLESTORE.instance(), arguments);
  }
}
