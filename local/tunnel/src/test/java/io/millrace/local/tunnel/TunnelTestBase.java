package io.millrace.local.tunnel;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** A test on an engine with one table of four partitions, in memory and in a directory. */
abstract class TunnelTestBase {

  @Parameter StoreKind kind;
  @TempDir Path directory;
  Fixture fixture;

  @BeforeEach
  void openFixture() {
    fixture = new Fixture(kind, directory, 4);
    fixture.createTable(Fixture.TABLE);
  }

  @AfterEach
  void closeFixture() {
    fixture.close();
  }

  TunnelService service() {
    return fixture.service();
  }
}
