package io.millrace.spark.crash;

import java.net.URI;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under the scheme {@code halt}, for what asks Hadoop for a file system. */
public final class HaltingFileSystem extends RawLocalFileSystem {

  static final String SCHEME = "halt";

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }
}
