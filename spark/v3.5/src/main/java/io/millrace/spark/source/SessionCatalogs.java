package io.millrace.spark.source;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;

/** The catalogs of a session. */
public final class SessionCatalogs {

  private SessionCatalogs() {}

  private static CatalogManager of(SparkSession session) {
    return session.sessionState().catalogManager();
  }

  /** Whether a name is that of a catalog. */
  public static boolean isRegistered(SparkSession session, String name) {
    return of(session).isCatalogRegistered(name);
  }

  /** The catalog of a name that is registered. */
  public static CatalogPlugin catalog(SparkSession session, String name) {
    return of(session).catalog(name);
  }

  /** The catalog that names without one belong to. */
  public static CatalogPlugin current(SparkSession session) {
    return of(session).currentCatalog();
  }

  /** The namespace that names without one belong to. */
  public static String[] currentNamespace(SparkSession session) {
    return of(session).currentNamespace();
  }

  /** The session's own catalog, or what the user has put in its place. */
  public static CatalogPlugin own(SparkSession session) {
    return of(session).v2SessionCatalog();
  }
}
