package io.millrace.spark.crash;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.execution.streaming.CheckpointFileManager.CancellableFSDataOutputStream;
import org.apache.spark.sql.execution.streaming.FileContextBasedCheckpointFileManager;

/** Spark's checkpoint files, one write of which ends the process; see {@link HaltPoint}. */
public final class HaltingFiles extends FileContextBasedCheckpointFileManager {

  /** Files under a path; Spark makes one by its name. */
  public HaltingFiles(Path path, Configuration configuration) {
    super(path, configuration);
  }

  @Override
  public CancellableFSDataOutputStream createAtomic(Path path, boolean overwrite) {
    HaltPoint.reached(HaltPoint.Side.BEFORE, path.toString());
    CancellableFSDataOutputStream file = super.createAtomic(path, overwrite);
    return new CancellableFSDataOutputStream(file) {
      @Override
      public void cancel() {
        file.cancel();
      }

      @Override
      public void close() throws IOException {
        file.close();
        HaltPoint.reached(HaltPoint.Side.AFTER, path.toString());
      }
    };
  }
}
