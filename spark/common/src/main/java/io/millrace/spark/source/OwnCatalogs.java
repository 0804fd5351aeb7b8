package io.millrace.spark.source;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.connector.catalog.CatalogPlugin;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import scala.collection.JavaConverters;

/** Tables of catalogs that stand for an instance. */
final class OwnCatalogs {

  static final String SESSION_CATALOG = "spark_catalog";

  private OwnCatalogs() {}

  /** The parts of a name of SQL. */
  @SuppressWarnings("deprecation") // The one way that both Scala versions have.
  static List<String> parts(SparkSession session, String name) throws ParseException {
    return JavaConverters.seqAsJavaList(
        session.sessionState().sqlParser().parseMultipartIdentifier(name));
  }

  /** The table of a name; empty when it is not in such a catalog. */
  static Optional<TablestoreTable> find(SparkSession session, String name)
      throws ParseException, NoSuchTableException {
    List<String> parts = parts(session, name);
    boolean named = parts.size() > 1 && SessionCatalogs.isRegistered(session, parts.get(0));
    CatalogPlugin catalog =
        named ? SessionCatalogs.catalog(session, parts.get(0)) : SessionCatalogs.current(session);
    if (!(catalog instanceof TableCatalog tables) || catalog.name().equals(SESSION_CATALOG)) {
      return Optional.empty();
    }
    List<String> rest = named ? parts.subList(1, parts.size()) : parts;
    String[] namespace =
        !named && rest.size() == 1
            ? SessionCatalogs.currentNamespace(session)
            : rest.subList(0, rest.size() - 1).toArray(new String[0]);
    Identifier identifier = Identifier.of(namespace, rest.get(rest.size() - 1));
    return tables.loadTable(identifier) instanceof TablestoreTable table && table.ownCatalog()
        ? Optional.of(table)
        : Optional.empty();
  }
}
