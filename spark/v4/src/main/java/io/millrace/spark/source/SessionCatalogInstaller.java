package io.millrace.spark.source;

import org.apache.spark.sql.SparkSession;

/** Spark 4 serves our tables from its own session catalog, unless the user has set another. */
public final class SessionCatalogInstaller {

  private static final String SETTING = "spark.sql.catalog.spark_catalog";
  private static final String BUILT_IN = "builtin";

  private SessionCatalogInstaller() {}

  /** Nothing to do on this line. */
  public static void install(SparkSession session) {
    // Spark 3.5 needs a catalog of ours here.
  }

  /** Whether the session's own catalog gives our tables to Spark as they are. */
  static boolean servesTablestore(SparkSession session) {
    return session.conf().get(SETTING, BUILT_IN).equals(BUILT_IN);
  }
}
