package io.millrace.spark.source;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.CatalogManager;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;

/**
 * The catalogs of a session. What manages them is a class up to Spark 4.1 and an interface since
 * 4.2, and a call that was compiled for one does not link with the other: method handles find it in
 * both.
 */
public final class SessionCatalogs {

  private static final MethodHandle IS_REGISTERED =
      handle("isCatalogRegistered", boolean.class, String.class);
  private static final MethodHandle CATALOG = handle("catalog", CatalogPlugin.class, String.class);
  private static final MethodHandle CURRENT = handle("currentCatalog", CatalogPlugin.class);
  private static final MethodHandle NAMESPACE = handle("currentNamespace", String[].class);
  private static final MethodHandle OWN = handle("v2SessionCatalog", CatalogPlugin.class);

  private SessionCatalogs() {}

  private static MethodHandle handle(String name, Class<?> result, Class<?>... parameters) {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(CatalogManager.class, name, MethodType.methodType(result, parameters));
    } catch (ReflectiveOperationException unknownVersion) {
      throw new ExceptionInInitializerError(unknownVersion);
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T call(MethodHandle method, SparkSession session, Object... arguments) {
    CatalogManager catalogs = session.sessionState().catalogManager();
    try {
      return (T) method.bindTo(catalogs).invokeWithArguments(arguments);
    } catch (Throwable failed) {
      throw SessionCatalogs.<RuntimeException>asThrown(failed);
    }
  }

  /** Spark's methods declare none of the checked exceptions that they throw. */
  @SuppressWarnings("unchecked")
  private static <E extends Throwable> E asThrown(Throwable failed) throws E {
    throw (E) failed;
  }

  /** Whether a name is that of a catalog. */
  public static boolean isRegistered(SparkSession session, String name) {
    return SessionCatalogs.<Boolean>call(IS_REGISTERED, session, name);
  }

  /** The catalog of a name that is registered. */
  public static CatalogPlugin catalog(SparkSession session, String name) {
    return call(CATALOG, session, name);
  }

  /** The catalog that names without one belong to. */
  public static CatalogPlugin current(SparkSession session) {
    return call(CURRENT, session);
  }

  /** The namespace that names without one belong to. */
  public static String[] currentNamespace(SparkSession session) {
    return call(NAMESPACE, session);
  }

  /** The session's own catalog, or what the user has put in its place. */
  public static CatalogPlugin own(SparkSession session) {
    return call(OWN, session);
  }
}
