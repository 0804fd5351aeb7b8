package io.millrace.local.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.local.engine.Engine;
import io.millrace.local.engine.EngineOptions;
import io.millrace.local.engine.store.MemoryStore;
import io.millrace.local.tunnel.TunnelService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The page of supported operations says what the table of operations has. */
class SupportMatrixTest {
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `([A-Za-z/]+)` \\| [^|]+ \\| (yes|no) \\|");

  @Test
  void thePageIsTrue() throws IOException {
    Map<String, List<String>> page =
        ROW.matcher(Files.readString(Path.of("../../docs/support-matrix.md")))
            .results()
            .collect(
                Collectors.groupingBy(
                    row -> row.group(2),
                    Collectors.mapping(row -> row.group(1), Collectors.toList())));
    try (Engine engine = Engine.open(new MemoryStore(), EngineOptions.defaults())) {
      OperationTable table =
          new OperationTable(TunnelService.open(engine, System::nanoTime), TableRate.unlimited());
      assertThat(page.get("yes")).containsExactlyInAnyOrderElementsOf(table.names());
      assertThat(page.get("no"))
          .hasSizeGreaterThan(40)
          .doesNotHaveDuplicates()
          .doesNotContainAnyElementsOf(table.names());
    }
  }
}
