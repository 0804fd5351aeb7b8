package io.millrace.spark.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCheckpointFsTest {

  @TempDir private java.nio.file.Path directory;

  private static FileContext files(String implementation) throws IOException {
    Configuration configuration = new Configuration();
    configuration.set(LocalCheckpointFs.SETTING, implementation);
    return FileContext.getFileContext(URI.create("file:///"), configuration);
  }

  private static FileContext ours() throws IOException {
    return files(LocalCheckpointFs.class.getName());
  }

  private Path path(String name) {
    return new Path(directory.resolve(name).toUri());
  }

  private static void write(FileContext files, Path path, String text) throws IOException {
    try (FSDataOutputStream out =
        files.create(path, EnumSet.of(CreateFlag.CREATE), Options.CreateOpts.createParent())) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private static String read(FileContext files, Path path) throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  @Test
  void writesRenamesAndListsWithoutStartingAProcess() throws IOException {
    FileContext files = ours();
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      write(files, path("offsets/.draft"), "one");
      files.rename(path("offsets/.draft"), path("offsets/1"), Options.Rename.NONE);
      write(files, path("offsets/.draft"), "two");
      files.rename(path("offsets/.draft"), path("offsets/1"), Options.Rename.OVERWRITE);
      assertThat(read(files, path("offsets/1"))).isEqualTo("two");
      assertThat(files.listStatus(path("offsets")).next().getPath().getName()).isEqualTo("1");
      recording.stop();
      assertThat(started(recording)).isEmpty();
    }
  }

  private List<String> started(Recording recording) throws IOException {
    java.nio.file.Path file = directory.resolve("processes.jfr");
    recording.dump(file);
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    return events.stream().map(event -> event.getString("command")).toList();
  }

  @Test
  void itsFilesAreHadoopsAndHadoopsItsOwn() throws IOException {
    FileContext hadoops = files(LocalCheckpointFs.HADOOPS_OWN);
    write(ours(), path("state/1.delta"), "ours");
    write(hadoops, path("state/2.delta"), "Hadoop's");
    assertThat(read(hadoops, path("state/1.delta"))).isEqualTo("ours");
    assertThat(read(ours(), path("state/2.delta"))).isEqualTo("Hadoop's");
    assertThat(directory.resolve("state").toFile().list())
        .containsExactlyInAnyOrder("1.delta", ".1.delta.crc", "2.delta", ".2.delta.crc");
    assertThat(Files.getPosixFilePermissions(directory.resolve("state/1.delta")))
        .isEqualTo(Files.getPosixFilePermissions(directory.resolve("state/2.delta")));
  }

  @Test
  void aNameThatIsTakenIsNotTakenAgain() throws IOException {
    FileContext files = ours();
    write(files, path("1"), "first");
    write(files, path(".draft"), "second");
    assertThatThrownBy(() -> files.rename(path(".draft"), path("1"), Options.Rename.NONE))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(read(files, path("1"))).isEqualTo("first");
  }

  @Test
  void permissionsAreSet() throws IOException {
    FileContext files = ours();
    write(files, path("1"), "text");
    files.setPermission(path("1"), new FsPermission((short) 0640));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("1"))))
        .isEqualTo("rw-r-----");
  }

  @Test
  void linksAreFollowedAsByHadoop() throws IOException {
    FileContext files = ours();
    write(files, path("1"), "text");
    Files.createSymbolicLink(directory.resolve("link"), directory.resolve("1"));
    assertThat(read(files, path("link"))).isEqualTo("text");
    assertThat(files.getFileStatus(path("link")).getLen()).isEqualTo(4);
  }
}
