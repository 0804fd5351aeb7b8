package io.millrace.spark.sql;

import io.millrace.spark.options.NearestName;
import io.millrace.spark.source.SessionTables;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final List<String> KINDS = List.of(OUTPUT_MODE, TRIGGER, INTERVAL);
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
    refuseUnknown(name);
    Map<String, String> options = options(name, insert.sink());
    if (options.keySet().stream().noneMatch(StreamOptions.CHECKPOINT_LOCATION::equalsIgnoreCase)
        && session.conf().get(StreamCheckpoint.ROOT, "").isBlank()) {
      throw new InvalidStatementException(
          "Stream "
              + name
              + " has no checkpointLocation: SET "
              + OPTIONS
              + name
              + "."
              + StreamOptions.CHECKPOINT_LOCATION
              + " to a directory of its own.");
    }
    return new Statement.CreateStream(
        name,
        false,
        options,
        insert.sink(),
        insert.columns(),
        insert.merge(),
        insert.bodyStart(),
        insert.queryStart());
  }

  /** A setting of this stream that nothing would read; Spark knows settings by their case. */
  private void refuseUnknown(String name) throws InvalidStatementException {
    Pattern setting =
        Pattern.compile(
            Pattern.quote(PREFIX) + "(?!options[.])(.+)[.]" + Pattern.quote(name),
            Pattern.CASE_INSENSITIVE);
    for (String key : all().keySet()) {
      Matcher ofStream = setting.matcher(key);
      if (ofStream.matches() && KINDS.stream().noneMatch(kind -> key.equals(kind + name))) {
        String meant =
            NearestName.of(
                    ofStream.group(1), List.of("outputMode", "trigger", "trigger.intervalMs"))
                .map(near -> "did you mean " + PREFIX + near + "." + name + "?")
                .orElse("there are " + String.join(name + ", ", KINDS) + name + ".");
        throw new InvalidStatementException(
            "The setting " + key + " is not known: " + meant + " RESET " + key + " takes it away.");
      }
    }
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
