package io.millrace.spark.sql;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.catalog.TemporaryViewRelation;

/**
 * The temporary views of a session that a query reads, scans and others, as statements that make
 * them again in another session.
 */
record QueryViews(SparkSession session, SessionScans scans) {

  /** Those that a query mentions and those that they mention, each after what it reads. */
  List<StreamDefinition.ScanDefinition> of(String sql) {
    Map<String, Optional<StreamDefinition.ScanDefinition>> found = new LinkedHashMap<>();
    collect(sql, found);
    return found.values().stream().flatMap(Optional::stream).toList();
  }

  private void collect(String sql, Map<String, Optional<StreamDefinition.ScanDefinition>> found) {
    SessionCatalog catalog = session.sessionState().catalog();
    for (String name : PlanTrees.list(catalog.getTempViewNames())) {
      if (found.containsKey(name) || !SessionScans.mentions(sql, name)) {
        continue;
      }
      var view = catalog.getRawTempView(name);
      if (view.isEmpty()) {
        continue;
      }
      // Its place is taken before what it reads is looked at, and filled after.
      found.put(name, Optional.empty());
      StreamDefinition.ScanDefinition definition = definition(name, view.get(), found);
      found.remove(name);
      found.put(name, Optional.of(definition));
    }
  }

  private StreamDefinition.ScanDefinition definition(
      String name,
      TemporaryViewRelation view,
      Map<String, Optional<StreamDefinition.ScanDefinition>> found) {
    Optional<SessionScans.Scan> scan = scans.find(name);
    if (scan.isPresent()) {
      return scan.get().definition();
    }
    CatalogTable table = view.tableMeta();
    if (view.plan().isDefined() || table.viewText().isEmpty()) {
      return new StreamDefinition.ScanDefinition(name, "", SessionPlace.of(session));
    }
    String text = table.viewText().get();
    collect(text, found);
    String columns =
        Arrays.stream(table.schema().fieldNames())
            .map(column -> "`" + column.replace("`", "``") + "`")
            .collect(Collectors.joining(", "));
    return new StreamDefinition.ScanDefinition(
        name,
        "CREATE TEMPORARY VIEW `" + name.replace("`", "``") + "` (" + columns + ") AS " + text,
        place(table));
  }

  private StreamDefinition.Place place(CatalogTable view) {
    List<String> names = PlanTrees.list(view.viewCatalogAndNamespace());
    return names.size() == 2
        ? new StreamDefinition.Place(names.get(0), names.get(1))
        : SessionPlace.of(session);
  }
}
