package io.millrace.it;

import java.nio.file.Path;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beside Delta and Iceberg in the genuine {@code spark-sql} of 3.5. */
class OtherExtensionsE2E {
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {OtherExtensions.AROUND_OURS, OtherExtensions.WITHIN_OURS})
  void theirStatementsAreTheirsAndOursReachTheirTables(String extensions) throws Exception {
    new OtherExtensions(new SparkHome("3.5"), "beside", directory).assertSideBySide(extensions);
  }
}
