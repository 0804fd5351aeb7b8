package io.millrace.spark.sql;

import io.millrace.spark.error.MillraceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.parser.ParseException;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.execution.SparkSqlParser;

/** What is done to a stream by its name: start, stop, drop, other options. */
final class StreamControl {

  /** Options that what a checkpoint holds depends on. */
  private static final List<String> FIXED =
      List.of(
          StreamOptions.CHECKPOINT_LOCATION,
          StreamOptions.OUTPUT_MODE,
          StreamOptions.SHUFFLE_PARTITIONS);

  private final SparkSession session;
  private final SessionStreams streams;
  private final SessionScans scans;

  StreamControl(SparkSession session, SessionStreams streams, SessionScans scans) {
    this.session = session;
    this.streams = streams;
    this.scans = scans;
  }

  void start(Statement.StartStream statement) {
    alone(
        statement.name(),
        registry -> {
          StreamDefinition definition = registry.get(statement.name());
          refuseRunning(registry, statement.name(), "is running already.");
          begin(definition);
          return statement;
        });
  }

  void stop(Statement.StopStream statement) {
    alone(
        statement.name(),
        registry -> {
          String name = statement.name();
          if (RunningStreams.ofThisJvm().stop(registry, name)) {
            return name;
          }
          registry.get(name);
          StreamStatuses statuses = new StreamStatuses(session, registry);
          Optional<StreamStatus.Owner> elsewhere = statuses.runningElsewhere(name);
          if (elsewhere.isEmpty()) {
            throw new InvalidStatementException(
                "Stream " + name + " is not running: START STREAM starts it.");
          }
          statuses.stopElsewhere(name, elsewhere.get());
          return name;
        });
  }

  void drop(Statement.DropStream statement) {
    alone(
        statement.name(),
        registry -> {
          boolean defined = registry.has(statement.name());
          if (statement.ifExists() && !defined) {
            return statement;
          }
          refuseRunning(
              registry, statement.name(), "is running: STOP STREAM it before you drop it.");
          if (!defined) {
            throw registry.noStream(statement.name());
          }
          RunningStreams.ofThisJvm().forget(registry, statement.name());
          registry.remove(statement.name());
          streams.forget(statement.name());
          return statement;
        });
  }

  void alter(Statement.AlterStream statement) {
    alone(
        statement.name(),
        registry -> {
          StreamDefinition definition = registry.get(statement.name());
          refuseFixed(statement);
          StreamDefinition altered = definition.with(merged(definition.options(), statement));
          boolean here = RunningStreams.ofThisJvm().find(registry, statement.name()).isPresent();
          if (!here) {
            refuseRunning(registry, statement.name(), "is running: STOP STREAM it first.");
          }
          return withOwnViews(
              altered,
              () -> {
                inPlace(altered, () -> checked(altered).prepare());
                if (here) {
                  RunningStreams.ofThisJvm().stop(registry, statement.name());
                }
                put(registry, altered);
                if (here) {
                  begin(altered);
                }
                return statement;
              });
        });
  }

  private static void put(StreamRegistry registry, StreamDefinition altered)
      throws InvalidStatementException {
    try {
      registry.put(altered);
    } catch (IOException failed) {
      throw new InvalidStatementException(
          "The registry "
              + registry.location()
              + " cannot be written: "
              + RootCause.sentence(failed));
    }
  }

  private static Map<String, String> merged(
      Map<String, String> options, Statement.AlterStream statement) {
    Map<String, String> merged = new LinkedHashMap<>(options);
    statement
        .options()
        .forEach(
            (key, value) -> {
              merged.keySet().removeIf(key::equalsIgnoreCase);
              merged.put(key, value);
            });
    return merged;
  }

  private static void refuseFixed(Statement.AlterStream statement)
      throws InvalidStatementException {
    for (String key : statement.options().keySet()) {
      if (FIXED.stream().anyMatch(key::equalsIgnoreCase)) {
        throw new InvalidStatementException(
            "Option "
                + key
                + " of stream "
                + statement.name()
                + " cannot change, because the checkpoint was made with it: create another stream.");
      }
    }
  }

  private void refuseRunning(StreamRegistry registry, String name, String why)
      throws InvalidStatementException {
    if (RunningStreams.ofThisJvm().find(registry, name).isPresent()) {
      throw new InvalidStatementException("Stream " + name + " " + why);
    }
    Optional<StreamStatus.Owner> elsewhere =
        new StreamStatuses(session, registry).runningElsewhere(name);
    if (elsewhere.isPresent()) {
      throw StreamStatuses.runs(name, elsewhere.get());
    }
  }

  /**
   * Does something while other scans and views that the session has under the names of the
   * definition's are out of the way.
   */
  private <T> T withOwnViews(StreamDefinition definition, Callable<T> action) throws Exception {
    List<Runnable> back = new ArrayList<>();
    try {
      for (StreamDefinition.ScanDefinition view : definition.scans()) {
        if (scans.isTaken(view.name()) && isAnother(view)) {
          back.add(scans.hide(view.name()));
        }
      }
      return action.call();
    } finally {
      back.forEach(Runnable::run);
    }
  }

  /** What a program made can be told from no other, and not be made again. */
  private boolean isAnother(StreamDefinition.ScanDefinition view) {
    return !view.statement().isEmpty()
        && !new QueryViews(session, scans).of(StreamDefinition.quoted(view.name())).contains(view);
  }

  private void begin(StreamDefinition definition) throws Exception {
    inPlace(
        definition,
        () -> {
          StreamChecks checks = checked(definition);
          new CreateStreamCommand(
                  session,
                  streams,
                  scans,
                  checks.statement(),
                  definition.statement(),
                  checks.query())
              .run();
          return definition;
        });
  }

  /**
   * The definition's statement and query, its scans and views made where the session lacks them.
   */
  private StreamChecks checked(StreamDefinition definition) throws Exception {
    for (StreamDefinition.ScanDefinition scan : definition.scans()) {
      if (!scans.isTaken(scan.name())) {
        refuseUnmakeable(definition, scan);
        SessionPlace.in(session, scan.place(), Map.of(), () -> create(scan));
      }
    }
    String sql = definition.statement();
    Statement.CreateStream statement = (Statement.CreateStream) StatementParser.parse(sql);
    String query = StatementGate.blanked(sql, statement.queryStart());
    LogicalPlan plan =
        statement.merge().isPresent()
            ? merge(statement.merge().get().sparks(query))
            : session.sessionState().sqlParser().parseQuery(query);
    return new StreamChecks(session, statement, plan);
  }

  /** By Spark's parser itself, as the session's refuses a MERGE that reads a stream. */
  private LogicalPlan merge(String text) throws ParseException {
    return Watermarks.in(session, new SparkSqlParser().parsePlan(text), text);
  }

  private static void refuseUnmakeable(
      StreamDefinition definition, StreamDefinition.ScanDefinition view)
      throws InvalidStatementException {
    if (view.statement().isEmpty()) {
      throw new InvalidStatementException(
          "Stream "
              + definition.name()
              + " reads "
              + view.name()
              + ", a temporary view that a program made: make it in this session first.");
    }
  }

  private Object create(StreamDefinition.ScanDefinition view) throws SyntaxException {
    if (StatementHeads.recognised(view.statement())) {
      Statement.CreateScan scan = (Statement.CreateScan) StatementParser.parse(view.statement());
      new CreateScanCommand(session, scans, scan, view.statement()).run();
    } else {
      session.sql(view.statement());
    }
    return view;
  }

  /** Does something as the definition's session would; what is refused leaves no scans behind. */
  private <T> T inPlace(StreamDefinition definition, Callable<T> action) throws Exception {
    List<String> lacking =
        definition.scans().stream()
            .map(StreamDefinition.ScanDefinition::name)
            .filter(name -> !scans.isTaken(name))
            .toList();
    try {
      return SessionPlace.in(session, definition.place(), definition.settings(), action);
    } catch (Exception refused) {
      lacking.forEach(session.catalog()::dropTempView);
      throw refused;
    }
  }

  /** What a statement does with the registry. */
  private interface Action {
    Object run(StreamRegistry registry) throws Exception;
  }

  private void alone(String stream, Action action) {
    try {
      StreamRegistry registry = StreamRegistry.of(session);
      RunningStreams.ofThisJvm().alone(registry, stream, () -> action.run(registry));
    } catch (MillraceException refused) {
      throw refused.unchecked();
    } catch (Exception failed) {
      throw SparkErrors.rethrown(failed);
    }
  }
}
