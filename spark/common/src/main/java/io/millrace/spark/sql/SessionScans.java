package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import org.apache.spark.sql.catalyst.catalog.TemporaryViewRelation;
import scala.Option;
import scala.collection.Seq;

/**
 * The scans of a session: those temporary views that {@code CREATE SCAN} made and nothing has
 * replaced or dropped since. Two views of the same content are two views: only the object tells
 * them apart. Thread-safe.
 */
@SuppressWarnings("ReferenceEquality")
final class SessionScans {

  /**
   * A scan.
   *
   * @param view what Spark keeps of it, to know it again
   */
  record Scan(
      Statement.CreateScan statement,
      StreamDefinition.ScanDefinition definition,
      TemporaryViewRelation view) {

    String name() {
      return statement.name();
    }

    boolean isStream() {
      return statement.mode() == Statement.Mode.STREAM;
    }
  }

  /** What is known of a temporary view that is no scan, as long as it is not replaced. */
  private record Other(TemporaryViewRelation view, boolean streams) {}

  private final SparkSession session;
  private final Map<String, Scan> scans = new ConcurrentHashMap<>();
  private final Map<String, Other> others = new ConcurrentHashMap<>();
  private final StreamWords words = new StreamWords(this);
  private volatile boolean atPrompt;

  SessionScans(SparkSession session) {
    this.session = session;
  }

  /** Keeps a scan whose view was just made. */
  void add(Statement.CreateScan statement, String sql) {
    Option<TemporaryViewRelation> view = view(statement.name());
    atPrompt = HiveSession.ofThisThread().isPresent();
    if (view.isDefined()) {
      var definition =
          new StreamDefinition.ScanDefinition(statement.name(), sql, SessionPlace.of(session));
      scans.put(key(statement.name()), new Scan(statement, definition, view.get()));
    }
  }

  Optional<Scan> find(String name) {
    return Optional.ofNullable(scans.get(key(name))).filter(this::isThere);
  }

  List<Scan> all() {
    return scans.values().stream()
        .filter(this::isThere)
        .sorted(Comparator.comparing(Scan::name))
        .toList();
  }

  /** Whether a name is that of a temporary view, a scan or another. */
  boolean isTaken(String name) {
    return view(name).isDefined();
  }

  /** The end of the sentence that there is no scan of a name. */
  String nearest(String name) {
    return NearestName.of(name, all().stream().map(Scan::name).toList())
        .map(near -> ": did you mean " + near + "?")
        .orElse(" in this session: SHOW SCANS lists those that are.");
  }

  /** Whether a text mentions a scan of a stream, as a word or in back quotes. */
  boolean mentionsStream(String sql) {
    return all().stream().anyMatch(scan -> scan.isStream() && mentions(sql, scan.name()));
  }

  /** Whether there was a scan in this session; without one no statement starts a stream. */
  boolean any() {
    return !scans.isEmpty();
  }

  /** Whether the session is that of spark-sql, as far as its last scan tells. */
  boolean atPrompt() {
    return atPrompt;
  }

  /** The names of all temporary views. */
  Seq<String> viewNames() {
    return session.sessionState().catalog().getTempViewNames();
  }

  /** The words by which a statement may concern streams. */
  StreamWords words() {
    return words;
  }

  /** Whether a name is that of a scan of a stream or of a temporary view that reads one. */
  boolean isStream(String name) {
    Option<TemporaryViewRelation> now = view(name);
    if (now.isEmpty()) {
      return false;
    }
    Scan scan = scans.get(key(name));
    boolean isScan = scan != null && scan.view() == now.get();
    return isScan ? scan.isStream() : streams(name, now.get());
  }

  /** Spark resolves a view to tell, so it is asked once for each. */
  private boolean streams(String name, TemporaryViewRelation view) {
    Other known = others.get(key(name));
    if (known == null || known.view() != view) {
      known = new Other(view, resolvesToStream(name));
      others.put(key(name), known);
    }
    return known.streams();
  }

  private boolean resolvesToStream(String name) {
    try {
      return session.table("`" + name.replace("`", "``") + "`").isStreaming();
    } catch (Exception broken) {
      return false; // What is wrong with the view, Spark tells whoever reads it.
    }
  }

  /** Whether a text holds a name as a word or in back quotes, in any case. */
  static boolean mentions(String sql, String name) {
    String lower = sql.toLowerCase(Locale.ROOT);
    String quoted = key(name).replace("`", "``");
    for (int at = lower.indexOf(quoted); at >= 0; at = lower.indexOf(quoted, at + 1)) {
      int end = at + quoted.length();
      boolean begins = at == 0 || !Character.isJavaIdentifierPart(lower.charAt(at - 1));
      boolean ends = end == lower.length() || !Character.isJavaIdentifierPart(lower.charAt(end));
      if (begins && ends) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes a temporary view out of the session.
   *
   * @return what puts it back, over another one of its name
   */
  Runnable hide(String name) {
    TemporaryViewRelation view = view(name).get();
    Scan scan = scans.remove(key(name));
    SessionCatalog catalog = session.sessionState().catalog();
    catalog.dropTempView(name);
    return () -> {
      catalog.createTempView(name, view, /* overrideIfExists= */ true);
      if (scan != null) {
        scans.put(key(name), scan);
      }
    };
  }

  private boolean isThere(Scan scan) {
    Option<TemporaryViewRelation> now = view(scan.name());
    return now.isDefined() && now.get() == scan.view();
  }

  private Option<TemporaryViewRelation> view(String name) {
    return session.sessionState().catalog().getRawTempView(name);
  }

  /** What names that mean the same view have in common. */
  static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
