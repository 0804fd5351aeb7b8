package io.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cli.console.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir private Path parent;

  @Test
  void aTemporaryOneIsDeletedWithWhatWasLeftByKilledOnes() throws IOException {
    Path left = Files.createDirectories(parent.resolve("killed/tablestore")).getParent();

    try (RunDirectory directory = RunDirectory.temporary(parent, "run")) {
      Files.createDirectories(directory.serverData());
      assertThat(left).doesNotExist();
    }

    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void aTemporaryOneInUseIsLeftAlone() {
    try (RunDirectory other = RunDirectory.temporary(parent, "other");
        RunDirectory directory = RunDirectory.temporary(parent, "run")) {
      assertThat(other.path()).isDirectory();
      assertThat(directory.path()).isDirectory();
    }
  }

  @Test
  void aTemporaryOneStaysWhenItsLogIsNeeded() {
    Path path;
    try (RunDirectory directory = RunDirectory.temporary(parent, "run")) {
      directory.keep();
      path = directory.path();
    }

    assertThat(path).isDirectory();
  }

  @Test
  void oneOfTheUserStaysAndOpensAgain() {
    Path mine = parent.resolve("a/b");
    RunDirectory.open(mine).close();

    RunDirectory.open(mine).close();

    assertThat(mine).isDirectory();
  }

  @Test
  void refusesForeignFilesAFileAndADirectoryInUse() throws IOException {
    Path foreign = Files.createDirectory(parent.resolve("foreign"));
    Path file = Files.createFile(foreign.resolve("photo.jpg"));

    assertThatThrownBy(() -> RunDirectory.open(foreign))
        .isInstanceOf(CommandFailure.class)
        .hasMessage(
            "'"
                + foreign
                + "' holds files that are not of a demo; give --dir an empty or new directory.");
    assertThatThrownBy(() -> RunDirectory.open(file))
        .isInstanceOf(CommandFailure.class)
        .hasMessage("'" + file + "' is a file; give --dir a directory.");
    assertThat(foreign).isDirectoryNotContaining("glob:**demo.lock");

    Path mine = parent.resolve("mine");
    try (RunDirectory first = RunDirectory.open(mine)) {
      assertThatThrownBy(() -> RunDirectory.open(mine))
          .isInstanceOf(CommandFailure.class)
          .hasMessage(
              "'" + first.path() + "' is in use by another demo; end it or give another --dir.");
    }
  }
}
