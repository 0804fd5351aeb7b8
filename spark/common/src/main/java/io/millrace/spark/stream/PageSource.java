package io.millrace.spark.stream;

/** The pages of one channel. */
interface PageSource {

  /** The page that begins at a token, from the service. */
  RecordPage read(String token);

  /** The page that a former batch kept for this one, or null. */
  RecordPage takeKept(String token);

  /** Keeps a page for the next batch. */
  void keep(String token, RecordPage page);

  /**
   * Records that were there once are gone. Throws, unless the user chose to go on without them.
   *
   * @param missing how many of them
   */
  void lost(long missing);
}
