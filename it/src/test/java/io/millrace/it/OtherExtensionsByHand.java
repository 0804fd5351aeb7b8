package io.millrace.it;

import java.nio.file.Path;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Beside Delta and Iceberg on Spark 4.0, for which they are built: neither is there for the Spark 4
 * of this build. CONTRIBUTING.md has the command.
 */
class OtherExtensionsByHand {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {OtherExtensions.AROUND_OURS, OtherExtensions.WITHIN_OURS})
  void theirStatementsAreTheirsAndOursReachTheirTables(String extensions) throws Exception {
    new OtherExtensions(
            new SparkHome("4"), "beside-" + System.getProperty("spark4.run.version"), directory)
        .assertSideBySide(extensions);
  }
}
