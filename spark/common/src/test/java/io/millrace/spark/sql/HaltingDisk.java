package io.millrace.spark.sql;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The local disk of a process that ends, as if killed, at the nth change that one of its threads
 * makes there: before a directory, a file, a name or a deletion, and between the making of a file
 * and its content.
 */
public final class HaltingDisk extends RawLocalFileSystem {

  private static Thread watched;
  private static int left;

  /** Counts from now on what the calling thread changes; at 0 nothing is counted. */
  static synchronized void arm(int changes) {
    watched = Thread.currentThread();
    left = changes;
  }

  private static synchronized void changing(String what, Object path) {
    if (Thread.currentThread() == watched && left > 0 && --left == 0) {
      System.out.println("killed " + what + " " + path);
      System.out.flush();
      Runtime.getRuntime().halt(137);
    }
  }

  @Override
  protected OutputStream createOutputStreamWithMode(
      Path file, boolean append, FsPermission permission) throws IOException {
    changing("before", file);
    OutputStream out = super.createOutputStreamWithMode(file, append, permission);
    changing("with nothing in", file);
    return out;
  }

  @Override
  protected boolean mkOneDirWithMode(Path path, File directory, FsPermission permission)
      throws IOException {
    if (!directory.exists()) {
      changing("before directory", path);
    }
    return super.mkOneDirWithMode(path, directory, permission);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    changing("before the name", to);
    return super.rename(from, to);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    changing("before deletion of", path);
    return super.delete(path, recursive);
  }

  /** The same for a {@code FileContext}, with a rename that replaces at once, as in HDFS. */
  public static final class Context extends DelegateToFileSystem {

    /** Hadoop makes one by its name. */
    public Context(URI unused, Configuration configuration) throws IOException, URISyntaxException {
      super(
          FsConstants.LOCAL_FS_URI,
          new HaltingDisk(),
          configuration,
          FsConstants.LOCAL_FS_URI.getScheme(),
          /* authorityRequired= */ false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public void renameInternal(Path from, Path to, boolean overwrite) throws IOException {
      if (!overwrite) {
        renameInternal(from, to);
        return;
      }
      changing("before the name", to);
      Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
    }

    private static java.nio.file.Path local(Path path) {
      return java.nio.file.Path.of(path.toUri().getPath());
    }
  }
}
