package io.millrace.spark.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** The sources that a query's checkpoint directory was made with. */
public final class SourceRecords {

  private static final String SOURCES = "sources";

  private SourceRecords() {}

  /**
   * Reads them; a directory that does not exist, or is of other sources, has none.
   *
   * @param checkpoint the query's checkpoint directory
   */
  public static List<SourceIdentity> under(String checkpoint, Configuration configuration) {
    try {
      List<SourceIdentity> sources = new ArrayList<>();
      for (String name : AtomicFiles.under(checkpoint, configuration).list(SOURCES)) {
        String directory = checkpoint + "/" + SOURCES + "/" + name;
        SourceRecord.read(AtomicFiles.under(directory, configuration))
            .ifPresent(record -> sources.add(record.identity()));
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
