package io.millrace.local.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.local.server.LocalTablestore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the programs in {@code src/test/node}, written against the npm package {@code tablestore},
 * in a Node.js process of their own. Left out where there is no Node.js 20 or no npm registry.
 */
class NodeClientIT {
  private static final Path PROGRAMS = Path.of("src/test/node");

  @TempDir Path directory;

  @Test
  void programsForNodePass() throws IOException, InterruptedException {
    assumeTrue(
        run("versions", "node", "-e", "process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)")
                == 0
            && run("versions", "npm", "--version") == 0,
        "Skipped: Node.js 20 or later and npm are not on the PATH.");
    for (String file : List.of("package.json", "package-lock.json", "client.test.js")) {
      Files.copy(PROGRAMS.resolve(file), directory.resolve(file));
    }
    assumeTrue(
        run("install", "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund") == 0,
        "Skipped: npm could not install the locked client; is there a registry?");
    try (LocalTablestore server = LocalTablestore.start()) {
      Map<String, String> environment =
          Map.of(
              "OTS_ENDPOINT",
              server.endpoint(),
              "OTS_INSTANCE",
              server.instanceNames().get(0),
              "OTS_ID",
              "local",
              "OTS_SECRET",
              "local");
      int exit =
          run("tests", environment, "node", "--test", "--test-reporter=tap", "client.test.js");
      String output = Files.readString(directory.resolve("tests.log"));
      assertThat(exit).as(output).isZero();
      assertThat(output).containsPattern("(?m)^# pass (?:[6-9]\\d|1\\d\\d)").contains("# fail 0");
    }
  }

  private int run(String log, String... command) throws IOException, InterruptedException {
    return run(log, Map.of(), command);
  }

  private int run(String log, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    Path output = directory.resolve(log + ".log");
    try {
      Process process =
          builder
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(3, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        return -1;
      }
      return process.exitValue();
    } catch (IOException notInstalled) {
      return -1;
    }
  }
}
