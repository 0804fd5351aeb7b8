package io.millrace.spark.source;

import org.apache.spark.sql.SparkSession;

/**
 * Makes our tables readable and writable through the session's own catalog. Spark 3.5 gives out all
 * tables of that catalog in a form that only its old interface can use; {@link
 * TablestoreSessionCatalog} gives ours out as they are.
 */
public final class SessionCatalogInstaller {

  private static final String SETTING = "spark.sql.catalog.spark_catalog";
  private static final String CATALOG = TablestoreSessionCatalog.class.getName();

  private SessionCatalogInstaller() {}

  /** Sets the session's catalog, unless the user has set one. */
  public static void install(SparkSession session) {
    if (!session.conf().contains(SETTING)) {
      session.conf().set(SETTING, CATALOG);
      load(session);
    }
  }

  /**
   * Spark loads the catalog's class with the class loader of the thread that needs it first, which
   * in the Thrift server is one that opens sessions and knows nothing of jars that were added.
   */
  private static void load(SparkSession session) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(SessionCatalogInstaller.class.getClassLoader());
    try {
      SessionCatalogs.own(session);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Whether the session's own catalog gives our tables to Spark as they are. */
  static boolean servesTablestore(SparkSession session) {
    return session.conf().contains(SETTING) && session.conf().get(SETTING).equals(CATALOG);
  }
}
