package io.millrace.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.cli.Millrace;
import io.millrace.local.server.LocalTablestore;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code millrace admin check} and {@code repair} on what a server left. */
class DataCommandsIT {
  @TempDir private Path directory;
  private String out;
  private String err;

  @Test
  void damageIsToldAndRepaired() throws IOException {
    Path data = directory.resolve("data");
    LocalTablestore.builder().dataDirectory(data).start().close();
    assertThat(run("check", data)).isZero();
    assertThat(out).startsWith("The data directory '" + data + "' is whole: ");

    Files.writeString(data.resolve("FORMAT"), "nonsense");
    assertThat(run("check", data)).isEqualTo(1);
    assertThat(out).startsWith("The file '" + data.resolve("FORMAT") + "' is damaged: ");
    assertThat(err).contains("is damaged in 1 places").contains("millrace admin repair " + data);

    assertThat(run("repair", data)).isZero();
    assertThat(out).contains("The data directory '" + data + "' is whole again: ");
    assertThat(run("check", data)).isZero();
  }

  @Test
  void whatCannotBeLookedAtIsOneSentence() {
    assertThat(run("check", directory.resolve("absent"))).isEqualTo(1);
    assertThat(err.lines()).singleElement().asString().contains("is no data directory");
    try (LocalTablestore server =
        LocalTablestore.builder().dataDirectory(directory.resolve("used")).start()) {
      assertThat(run("repair", directory.resolve("used"))).isEqualTo(1);
      assertThat(err.lines()).singleElement().asString().contains("is in use");
      assertThat(server.instanceNames()).isNotEmpty();
    }
  }

  private int run(String command, Path data) {
    StringWriter outText = new StringWriter();
    StringWriter errText = new StringWriter();
    CommandLine line = Millrace.commandLine();
    line.setOut(new PrintWriter(outText)).setErr(new PrintWriter(errText));
    int status = line.execute("admin", command, data.toString());
    out = outText.toString();
    err = errText.toString();
    return status;
  }
}
