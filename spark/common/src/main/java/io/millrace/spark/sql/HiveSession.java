package io.millrace.spark.sql;

import java.util.Optional;

/**
 * What spark-sql's own program was asked to run. It keeps that in Hive's session state, whose
 * classes only that program has; so they are looked at by reflection, once for each statement that
 * starts a stream.
 */
final class HiveSession {

  private static final String STATE = "org.apache.hadoop.hive.ql.session.SessionState";
  private static final String COMMAND_LINE_STATE = "org.apache.hadoop.hive.cli.CliSessionState";

  private final Object state;

  private HiveSession(Object state) {
    this.state = state;
  }

  /**
   * The command line's session of this thread; empty in every other program, Thrift server and
   * Connect server included.
   */
  static Optional<HiveSession> ofThisThread() {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      Object state = Class.forName(STATE, false, loader).getMethod("get").invoke(null);
      if (state == null || !state.getClass().getName().equals(COMMAND_LINE_STATE)) {
        return Optional.empty();
      }
      return Optional.of(new HiveSession(state));
    } catch (ReflectiveOperationException | LinkageError noHive) {
      return Optional.empty();
    }
  }

  /** The file of {@code -f}. */
  Optional<String> scriptFile() {
    return text("fileName");
  }

  /** The text of {@code -e}. */
  Optional<String> inlineScript() {
    return text("execString");
  }

  private Optional<String> text(String field) {
    try {
      return Optional.ofNullable((String) state.getClass().getField(field).get(state));
    } catch (ReflectiveOperationException gone) {
      return Optional.empty();
    }
  }
}
