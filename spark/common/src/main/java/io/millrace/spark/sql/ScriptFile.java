package io.millrace.spark.sql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The text of a script's file. */
final class ScriptFile {

  private ScriptFile() {}

  /**
   * Reads UTF-8 as spark-sql does: from any file system that Hadoop knows; a path without a scheme
   * is local.
   */
  static String read(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FileSystem files =
        path.toUri().isAbsolute() ? path.getFileSystem(hadoop) : FileSystem.getLocal(hadoop);
    try (InputStream in = files.open(files.makeQualified(path))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
