package io.millrace.spark.crash;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.Path;

/**
 * The same for a {@code FileContext}, through which Spark's checkpoint and the source's own files
 * get their names: at one of these the process ends, see {@link HaltPoint}.
 */
public final class HaltingFiles extends DelegateToFileSystem {

  /** Hadoop makes one by its name. */
  public HaltingFiles(URI uri, Configuration configuration) throws IOException, URISyntaxException {
    super(
        uri,
        new HaltingFileSystem(),
        configuration,
        HaltingFileSystem.SCHEME,
        /* authorityRequired= */ false);
  }

  @Override
  public void renameInternal(Path from, Path to) throws IOException {
    HaltPoint.reached(HaltPoint.Side.BEFORE, to.toString());
    try {
      // As in HDFS, a name that is taken stays as it is, whoever comes second.
      Files.createLink(local(to), local(from));
    } catch (java.nio.file.FileAlreadyExistsException e) {
      throw new FileAlreadyExistsException(to.toString());
    }
    Files.delete(local(from));
    HaltPoint.reached(HaltPoint.Side.AFTER, to.toString());
  }

  @Override
  public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
    if (!overwrite) {
      renameInternal(from, to);
      return;
    }
    HaltPoint.reached(HaltPoint.Side.BEFORE, to.toString());
    Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
    HaltPoint.reached(HaltPoint.Side.AFTER, to.toString());
  }

  private static java.nio.file.Path local(Path path) {
    return java.nio.file.Path.of(path.toUri().getPath());
  }
}
