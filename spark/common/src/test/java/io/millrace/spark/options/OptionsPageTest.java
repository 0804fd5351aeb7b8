package io.millrace.spark.options;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsPageTest {

  private static final Path PAGE = Path.of("../../docs/options.md");

  @Test
  void pageInDocsIsTheOneTheDeclarationsGive() throws IOException {
    Path generated = Path.of("target/options.md");
    Files.createDirectories(generated.getParent());
    Files.writeString(generated, OptionsPage.render());

    assertThat(PAGE)
        .as("docs/options.md; copy %s over it", generated)
        .hasSameTextualContentAs(generated);
  }

  @Test
  void everyOptionIsOnThePage() {
    for (TablestoreOption<?> option : TablestoreOptions.all()) {
      assertThat(OptionsPage.render()).containsOnlyOnce("| `" + option.name() + "` |");
    }
  }
}
