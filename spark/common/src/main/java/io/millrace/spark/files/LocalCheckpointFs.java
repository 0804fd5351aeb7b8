package io.millrace.spark.files;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFs;
import org.apache.hadoop.fs.DelegateToFileSystem;
import org.apache.hadoop.fs.FsConstants;
import org.apache.hadoop.fs.FsServerDefaults;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.local.LocalConfigKeys;

/**
 * The local disk as Hadoop's own {@code LocalFs} gives it, with the same files and the same
 * checksums beside them, but without the processes that one starts. Without Hadoop's native
 * library, which Spark does not bring, it runs {@code chmod} for each file it makes and {@code
 * readlink} for each one it renames, and that takes more time than all else in a small one.
 *
 * <p>Hadoop finds it by the setting {@link #SETTING}.
 */
public final class LocalCheckpointFs extends ChecksumFs {

  /** The setting that names the class for paths of the local disk. */
  public static final String SETTING = "fs.AbstractFileSystem.file.impl";

  /** What Hadoop takes when nobody chose. */
  public static final String HADOOPS_OWN = "org.apache.hadoop.fs.local.LocalFs";

  /** As Hadoop makes it. */
  public LocalCheckpointFs(URI unused, Configuration configuration)
      throws IOException, URISyntaxException {
    super(new Raw(configuration));
  }

  /** The same without checksums. */
  private static final class Raw extends DelegateToFileSystem {
    Raw(Configuration configuration) throws IOException, URISyntaxException {
      super(
          FsConstants.LOCAL_FS_URI,
          new LocalFiles(),
          configuration,
          FsConstants.LOCAL_FS_URI.getScheme(),
          false);
    }

    @Override
    public int getUriDefaultPort() {
      return -1;
    }

    @Override
    public FsServerDefaults getServerDefaults(Path path) throws IOException {
      return LocalConfigKeys.getServerDefaults();
    }

    @Override
    @Deprecated
    public FsServerDefaults getServerDefaults() throws IOException {
      return LocalConfigKeys.getServerDefaults();
    }

    @Override
    public boolean isValidName(String name) {
      return true; // The disk says itself what it does not take.
    }
  }
}
