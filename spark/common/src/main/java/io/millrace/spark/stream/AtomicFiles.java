package io.millrace.spark.stream;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Small files under one directory that appear whole or not at all, and never over another: the one
 * promise a claim needs of a file system. Names are relative to the directory, with {@code /}
 * between their parts.
 */
interface AtomicFiles {

  /**
   * Creates a file with a content, and the directories above it.
   *
   * @return false when a file of that name exists; it is left as it is
   */
  boolean create(String name, byte[] content) throws IOException;

  /** The content of a file, if it exists. */
  Optional<byte[]> read(String name) throws IOException;

  /** The names in a directory; none when it does not exist. */
  List<String> list(String directory) throws IOException;

  /** Deletes a directory with all it holds, if it exists. */
  void deleteDirectory(String name) throws IOException;

  /** The directory as users know it. */
  String root();

  /** Files under a directory of any file system that Hadoop knows. */
  static AtomicFiles under(String directory, Configuration configuration) throws IOException {
    Path path = new Path(directory);
    Path qualified = path.getFileSystem(configuration).makeQualified(path);
    return qualified.toUri().getScheme().equals("file")
        ? new LocalAtomicFiles(java.nio.file.Path.of(qualified.toUri().getPath()))
        : new HadoopAtomicFiles(qualified, configuration);
  }
}
