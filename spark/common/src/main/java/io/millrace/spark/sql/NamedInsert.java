package io.millrace.spark.sql;

import io.millrace.spark.source.SessionTables;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.catalog.SessionCatalog;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * The older way to start a stream: {@code INSERT INTO} alone, with its name and options in settings
 * of the session.
 */
record NamedInsert(SparkSession session) {

  static final String NAME = "streaming.query.name";

  private static final String TABLE_OUTPUT_MODE = "output.mode";
  private static final String PREFIX = "spark.sql.streaming.query.";
  private static final String OPTIONS = PREFIX + "options.";
  private static final String OUTPUT_MODE = PREFIX + "outputMode.";
  private static final String TRIGGER = PREFIX + "trigger.";
  private static final String INTERVAL = TRIGGER + "intervalMs.";
  private static final String CHECKPOINT = "spark.sql.streaming.checkpointLocation.";

  /**
   * The name that the settings give the next stream.
   *
   * @param statement that starts it, for the sentence that there is none
   */
  String name(String statement) throws InvalidStatementException {
    String name = session.conf().get(NAME, "").strip();
    if (name.isEmpty()) {
      throw new InvalidStatementException(
          statement
              + " reads a stream, which needs a name: write CREATE STREAM name OPTIONS(checkpointLocation='...') INSERT INTO a table, or SET "
              + NAME
              + "=name.");
    }
    return name;
  }

  /** The statement as {@code CREATE STREAM} would have it. */
  Statement.CreateStream named(Statement.CreateStream insert) throws InvalidStatementException {
    String name = name("INSERT INTO " + insert.sink());
    return new Statement.CreateStream(
        name,
        false,
        options(name, insert.sink()),
        insert.sink(),
        insert.columns(),
        insert.merge(),
        insert.bodyStart(),
        insert.queryStart());
  }

  private Map<String, String> options(String name, QualifiedName sink) {
    Map<String, String> options = new LinkedHashMap<>();
    outputMode(sink).ifPresent(mode -> options.put(StreamOptions.OUTPUT_MODE, mode));
    Map<String, String> own =
        Map.of(
            CHECKPOINT + name,
            StreamOptions.CHECKPOINT_LOCATION,
            OUTPUT_MODE + name,
            StreamOptions.OUTPUT_MODE,
            TRIGGER + name,
            StreamOptions.TRIGGER_TYPE,
            INTERVAL + name,
            StreamOptions.TRIGGER_INTERVAL_MS);
    String others = OPTIONS + name + ".";
    all()
        .forEach(
            (key, value) -> {
              String option =
                  key.startsWith(others) ? key.substring(others.length()) : own.get(key);
              if (option != null) {
                options.keySet().removeIf(option::equalsIgnoreCase);
                options.put(option, value);
              }
            });
    return options;
  }

  /** The oldest scripts have it among the options of the table that is written. */
  private Optional<String> outputMode(QualifiedName sink) {
    SessionCatalog catalog = session.sessionState().catalog();
    return SessionTables.identifier(session, sink.parts())
        .filter(table -> !catalog.isTempView(table) && catalog.tableExists(table))
        .map(table -> catalog.getTempViewOrPermanentTableMetadata(table))
        .map(table -> table.storage().properties().get(TABLE_OUTPUT_MODE))
        .filter(mode -> mode.isDefined())
        .map(mode -> mode.get());
  }

  private Map<String, String> all() {
    Map<String, String> settings = new TreeMap<>();
    Iterator<Tuple2<String, String>> each =
        JavaConverters.asJavaIterator(session.conf().getAll().iterator());
    while (each.hasNext()) {
      Tuple2<String, String> setting = each.next();
      settings.put(setting._1(), setting._2());
    }
    return settings;
  }
}
