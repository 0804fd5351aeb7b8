package io.millrace.spark.source;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.TableIdentifier;
import scala.Option;

/** Names of tables of the session's own catalog, which Spark's parser reads without it. */
public final class SessionTables {

  private static final int DATABASE_AND_TABLE = 2;

  private SessionTables() {}

  /**
   * The table that a name means.
   *
   * @param parts of the name, with or without catalog and database
   * @return empty for a name of another catalog
   */
  public static Optional<TableIdentifier> identifier(SparkSession session, List<String> parts) {
    String catalog = session.catalog().currentCatalog();
    List<String> rest = parts;
    if (parts.size() > 1 && SessionCatalogs.isRegistered(session, parts.get(0))) {
      catalog = parts.get(0);
      rest = parts.subList(1, parts.size());
    }
    if (!catalog.equalsIgnoreCase(OwnCatalogs.SESSION_CATALOG)
        || rest.size() > DATABASE_AND_TABLE) {
      return Optional.empty();
    }
    String table = rest.get(rest.size() - 1);
    return Optional.of(
        rest.size() == 1
            ? new TableIdentifier(table)
            : new TableIdentifier(table, Option.apply(rest.get(0))));
  }
}
